"""What every letter must hold by law, by rule of the large mailbox providers, or by good sense."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.conf import settings

from matinee.editions import press
from matinee.editions.links import leave, preferences
from matinee.editions.preflight.finding import Finding, Level, Looked, name, rule


@rule("postal-address")
def postal_address(looked: Looked) -> Iterator[Finding]:
    """The publisher's postal address (CAN-SPAM § 7704(a)(5); most countries ask for one)."""
    if not looked.sheet.postal_address:
        yield Finding(
            "postal-address",
            Level.STOP,
            "the footer",
            "It has no postal address, which the law asks for in most countries.",
            "Add it in the desk under Settings, Publication.",
        )


@rule("ways-out")
def ways_out(looked: Looked) -> Iterator[Finding]:
    """Unsubscribe, preferences and the web version, in both parts of each letter."""
    wanted = {
        "a link to unsubscribe": leave(),
        "a link to the reader’s choices": preferences(),
        "a link to read it on the web": looked.sheet.archive_url,
    }
    for one in looked.variants:
        for part, words in (("HTML", one.html), ("text", one.text)):
            for what, address in wanted.items():
                if address not in words:
                    yield Finding(
                        "ways-out",
                        Level.STOP,
                        f"{name(one)}, {part} part",
                        f"It holds no {what.removeprefix('a ')}.",
                        "The letter’s templates have been changed: put the footer back.",
                    )


@rule("plain-text")
def plain_text(looked: Looked) -> Iterator[Finding]:
    """A plain-text part that says what the edition says."""
    for one in looked.variants:
        missing = not one.text.strip() or "text/plain" not in _types(one)
        if missing or (looked.sheet.items and len(one.text) < 200):
            yield Finding(
                "plain-text",
                Level.STOP,
                name(one),
                "It has no plain text to speak of, for readers and filters that want it.",
                "Draft the edition again; if it stays so, tell whoever keeps Matinee.",
            )


def _message(one: press.Variant) -> EmailMessage:
    filled = one.whole.fill(press.sample())
    return message_from_bytes(filled, policy=policy.default)


def _types(one: press.Variant) -> list[str]:
    return [part.get_content_type() for part in _message(one).walk()]


@rule("list-headers")
def list_headers(looked: Looked) -> Iterator[Finding]:
    """One-click unsubscribe (RFC 8058) and the list's name (RFC 2919)."""
    message = _message(looked.variants[0])
    post = str(message["List-Unsubscribe-Post"] or "")
    ways = str(message["List-Unsubscribe"] or "")
    if post != "List-Unsubscribe=One-Click" or "/u/" not in ways or not message["List-Id"]:
        yield Finding(
            "list-headers",
            Level.STOP,
            "the headers",
            "The one-click unsubscribe headers are not whole; Gmail and Yahoo! ask bulk senders "
            "for them.",
            "Tell whoever keeps Matinee: the press has been changed.",
        )
    elif "<https://" not in ways and not settings.MAIL_URL.startswith("inbox:"):
        yield Finding(
            "list-headers",
            Level.STOP,
            "the headers",
            f"The unsubscribe address is under {settings.SITE_URL}; RFC 8058 asks for https.",
            "Set SITE_URL to the site’s https address.",
        )
