"""Writing a note as a mail: subject, text and HTML from templates, headers from post/."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any, cast

import mrml
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import timezone

from matinee.newsletters.models import Newsletter
from matinee.post import headers
from matinee.post.letter import Letter, strip_markers
from matinee.publication.models import Publication
from matinee.readers import addresses, erasing, links
from matinee.readers.models import AddressChange, Note, SignupRequest, Subscription
from matinee.readers.records import OFFERS

_BLANK_LINES = re.compile(r"\n{3,}")
ACTIVE = Subscription.State.ACTIVE


@dataclass(frozen=True)
class Mail:
    """A finished mail for one reader."""

    sender: str
    recipient: str
    message: bytes
    message_id: str


def recipient_key(note: Note) -> str:
    """Return the keyed hash of the address that a note goes to."""
    change = _change(note)
    if note.kind == Note.Kind.CHANGE_NEW and change:
        return addresses.key_of(change.new_address)
    return str(note.reader.address_key)


def _change(note: Note) -> AddressChange | None:
    if note.kind not in {Note.Kind.CHANGE_OLD, Note.Kind.CHANGE_NEW}:
        return None
    return AddressChange.objects.filter(pk=note.reader_id, nonce=note.extra.get("nonce", 0)).first()


def mail(note: Note) -> Mail | None:
    """Return the mail of a note as things stand now; None when there is nothing left to say."""
    from matinee.readers import owning  # it puts notes itself

    reader = note.reader
    recipient = reader.address
    subscriptions = {
        s.newsletter_id: s for s in reader.subscriptions.select_related("newsletter").order_by("pk")
    }
    wanted = [n for n, _ in note.request.wanted] if note.request else []
    kind: str = note.kind
    if kind in {Note.Kind.CONFIRM, Note.Kind.REMINDER}:
        if not wanted or note.request is None or note.request.state not in {"waiting", "expired"}:
            return None
        has_all = _has_all(wanted, subscriptions, reader.offers)
        if kind == Note.Kind.REMINDER and (has_all or not _waits(note.request)):
            return None  # there is nothing to be reminded of any more
        if has_all:
            kind = Note.Kind.ALREADY
    if kind == Note.Kind.WELCOME:
        wanted = [n for n, s in subscriptions.items() if s.state == ACTIVE]
    chosen = [subscriptions[n] for n in wanted if n in subscriptions] or list(
        subscriptions.values()
    )
    if not chosen:
        return None
    newsletters = [s.newsletter for s in chosen]
    words: dict[str, Any] = {
        "publication": Publication.load(),
        "newsletters": newsletters,
        "newsletter": newsletters[0],
        "offers": OFFERS in wanted,
        "leave_url": links.leave_url(chosen[0].pk),
        "preferences_url": links.preferences_url(chosen[0].pk),
        "privacy_url": links.absolute(reverse("publication:privacy")),
        "asked_at": note.request.asked_at if note.request else note.created_at,
    }
    if note.request:
        words["good_until"] = note.request.asked_at + erasing.LINK_LIFE
        words["confirm_url"] = links.confirm_url(note.request.pk)
    if kind == Note.Kind.OWN:
        deed = note.extra["deed"]
        words |= {"deed": deed, "own_url": owning.url(reader, deed)}
    if kind in {Note.Kind.CHANGE_OLD, Note.Kind.CHANGE_NEW}:
        change = _change(note)
        if change is None:
            return None
        is_new = kind == Note.Kind.CHANGE_NEW
        recipient = change.new_address if is_new else reader.address
        words |= {"new_address": change.new_address, "change_url": _change_url(change, is_new)}
        if is_new:
            # This mailbox has proved nothing yet: it gets no link that opens the reader's own.
            words |= {"leave_url": "", "preferences_url": ""}
    # A name that a stranger typed into a box is no greeting for somebody else's inbox.
    name = reader.name if any(s.state == ACTIVE for s in chosen) else ""
    return _written(kind, words, recipient, name, newsletters[0])


def _waits(request: SignupRequest) -> bool:
    """Whether a request can still be confirmed."""
    fresh = request.asked_at > timezone.now() - erasing.LINK_LIFE
    return request.state == SignupRequest.State.WAITING and fresh


def _has_all(wanted: list[int], subscriptions: dict[int, Subscription], offers: bool) -> bool:
    return all(
        offers if n == OFFERS else n in subscriptions and subscriptions[n].state == ACTIVE
        for n in wanted
    )


def _change_url(change: AddressChange, is_new: bool) -> str:
    tokens = links.change_tokens().mint(change.pk, change.nonce)
    token = tokens.read if is_new else tokens.leave
    return links.absolute(reverse("readers:change", args=[token]))


def _plain(template: str, words: dict[str, Any]) -> str:
    """Return a template's text with nothing escaped, since it is no HTML."""
    engine = cast(Any, get_template(template)).template
    return str(engine.render(Context(words, autoescape=False)))


def _written(
    kind: str, words: dict[str, Any], recipient: str, name: str, newsletter: Newsletter
) -> Mail:
    folder = f"readers/mail/{kind}"
    subject = " ".join(_plain(f"{folder}/subject.txt", words).split())
    text = _BLANK_LINES.sub("\n\n", _plain(f"{folder}/body.txt", words)).strip() + "\n"
    html = mrml.to_html(render_to_string(f"{folder}/body.mjml", words)).content
    sender = newsletter.sender_address
    domain = headers.domain_of(sender)
    letter = Letter.compile(
        headers=headers.transactional_headers(
            sender_name=strip_markers(newsletter.sender),
            sender_address=sender,
            subject=strip_markers(subject),
            unsubscribe_url=words["leave_url"],
        ),
        text=strip_markers(text),
        html=strip_markers(html),
    )
    message_id = headers.message_id(secrets.token_urlsafe(18), domain)
    message = letter.fill(
        {
            "name": name,
            "address": recipient,
            "date": headers.date_value(timezone.now()),
            "message_id": message_id,
        }
    )
    return Mail(sender, recipient, message, message_id)
