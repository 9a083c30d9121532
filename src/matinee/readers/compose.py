"""Writing a note as a mail: subject, text and HTML from templates, headers from post/."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import mrml
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import timezone

from matinee.newsletters.models import Newsletter
from matinee.post import headers
from matinee.post.letter import Letter, strip_markers
from matinee.publication import theme
from matinee.publication.models import Publication
from matinee.readers import addresses, erasing, links
from matinee.readers.models import AddressChange, Note, SignupRequest, Subscription
from matinee.readers.records import OFFERS

_BLANK_LINES = re.compile(r"\n{3,}")
ACTIVE = Subscription.State.ACTIVE
Words = dict[str, Any]
_ASKS_TO_CONFIRM = frozenset({Note.Kind.CONFIRM, Note.Kind.REMINDER})
_CHANGES = frozenset({Note.Kind.CHANGE_OLD, Note.Kind.CHANGE_NEW})


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
    if note.kind not in _CHANGES:
        return None
    return AddressChange.objects.filter(pk=note.reader_id, nonce=note.extra.get("nonce", 0)).first()


def mail(note: Note) -> Mail | None:
    """Return the mail of a note as things stand now; None when there is nothing left to say."""
    reader = note.reader
    subscriptions = {
        s.newsletter_id: s for s in reader.subscriptions.select_related("newsletter").order_by("pk")
    }
    kind = _kind(note, subscriptions)
    wanted = _about(note, subscriptions)
    chosen = [subscriptions[n] for n in wanted if n in subscriptions] or [*subscriptions.values()]
    if kind is None or not chosen:
        return None
    words = _words(note, chosen) | {"offers": OFFERS in wanted}
    recipient = reader.address
    if kind in _CHANGES:
        change = _change(note)
        if change is None:
            return None
        is_new = kind == Note.Kind.CHANGE_NEW
        recipient = change.new_address if is_new else recipient
        words |= _words_of_change(change, is_new)
    # A name that a stranger typed into a box is no greeting for somebody else's inbox.
    name = reader.name if any(s.state == ACTIVE for s in chosen) else ""
    return _written(kind, words, recipient, name, chosen[0].newsletter)


def _kind(note: Note, subscriptions: dict[int, Subscription]) -> str | None:
    """Return what a note has become by now; None where nothing is left to say."""
    request = note.request
    if note.kind not in _ASKS_TO_CONFIRM:
        return str(note.kind)
    if request is None or not request.wanted or request.state not in {"waiting", "expired"}:
        return None
    has_all = _has_all([n for n, _ in request.wanted], subscriptions, note.reader.offers)
    if note.kind == Note.Kind.REMINDER and (has_all or not _waits(request)):
        return None  # there is nothing to be reminded of any more
    return str(Note.Kind.ALREADY if has_all else note.kind)


def _about(note: Note, subscriptions: dict[int, Subscription]) -> list[int]:
    """Return what a note is about, as numbers of newsletters and OFFERS; [] for all there is."""
    if note.kind == Note.Kind.WELCOME:
        return [n for n, s in subscriptions.items() if s.state == ACTIVE]
    return [n for n, _ in note.request.wanted] if note.request else []


def _words(note: Note, chosen: Sequence[Subscription]) -> Words:
    """Return what the templates of every kind may say, and the links of the note's own kind."""
    from matinee.readers import owning  # it puts notes itself

    request = note.request
    newsletters = [s.newsletter for s in chosen]
    publication = Publication.load()
    words: Words = {
        "publication": publication,
        "light": _colours(publication.ink, publication.accent, publication.paper, dark=False),
        "dark": _colours(publication.ink, publication.accent, publication.paper, dark=True),
        "newsletters": newsletters,
        "newsletter": newsletters[0],
        "leave_url": links.leave_url(chosen[0].pk),
        "preferences_url": links.preferences_url(chosen[0].pk),
        "privacy_url": links.absolute(reverse("publication:privacy")),
        "asked_at": request.asked_at if request else note.created_at,
    }
    if request:
        words["good_until"] = request.asked_at + erasing.LINK_LIFE
        words["confirm_url"] = links.confirm_url(request.pk)
    if note.kind == Note.Kind.OWN:
        deed = note.extra["deed"]
        words |= {"deed": deed, "own_url": owning.url(note.reader, deed)}
    return words


@lru_cache(maxsize=16)
def _colours(ink: str, accent: str, paper: str, *, dark: bool) -> dict[str, str]:
    """Return the site's own palette, where text reads on each ground, by names for templates."""
    found = theme.palette(ink, accent, paper, dark=dark)
    return {name.replace("-", "_"): colour for name, colour in found.items()}


def _words_of_change(change: AddressChange, is_new: bool) -> Words:
    """Return what the two mails about a change of address say besides."""
    words: Words = {"new_address": change.new_address, "change_url": _change_url(change, is_new)}
    if is_new:
        # This mailbox has proved nothing yet: it gets no link that opens the reader's own.
        words |= {"leave_url": "", "preferences_url": ""}
    return words


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
