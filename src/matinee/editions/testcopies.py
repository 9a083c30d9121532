"""Test copies: the very letter, to an editor or a group of them, marked, counted as nobody's."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils import timezone

from matinee.editions import press, segments, sheet
from matinee.editions.links import Links, leave, pixel, preferences, without_votes
from matinee.editions.models import EditionPage
from matinee.post.headers import date_value, domain_of, message_id
from matinee.post.letter import Letter, slot
from matinee.post.relay import Envelope, Outcome, RelayConfigError, Result, send_one

MARK = "[Test] "
PATIENCE = 15.0  # seconds
# A test is no list mail: these would unsubscribe somebody, or file it with the real ones.
_LIST = frozenset({"list-unsubscribe", "list-unsubscribe-post", "list-id", "feedback-id"})


class NotSent(Exception):
    """The test copy did not go; the message says why and what to do."""


def untracked(one: press.Variant, text: str) -> str:
    """Return a part of a letter whose links lead straight to where they should."""
    for number in range(len(one.links) - 1, -1, -1):
        tracked = f"{settings.SITE_URL}/l/{slot('read')}/{number}"
        text = text.replace(f'"{tracked}"', f'"{escape(one.links[number])}"')
    for own in (leave(), preferences()):
        text = text.replace(own, f"{settings.SITE_URL}/newsletters/")
    text = without_votes(text, f"{settings.SITE_URL}/newsletters/")
    return text.replace(pixel(), "data:,")


def compose(edition: EditionPage, territory: str = "", meant: Iterable[int] = ()) -> Letter:
    """Return the newest words as a letter that is marked as a test and tracks nobody.

    It is the letter of a reader in `territory` and in the segments `meant`.
    """
    page = sheet.read(edition.latest())
    own = territory if territory in page.territories() else ""
    one = press.render(page, own, Links())
    headers = [
        (name, MARK + value if name == "Subject" else value)
        for name, value in press.letter_headers(page)
        if name.lower() not in _LIST
    ]
    return Letter.compile(
        headers=headers,
        text=untracked(one, segments.cut_text(one.text, meant)),
        html=untracked(one, segments.cut_text(one.html, meant)),
    )


def send(edition: EditionPage, address: str, *, name: str = "", territory: str = "") -> Result:
    """Send a test copy to one address, now. Raises NotSent where it did not go."""
    if not address:
        raise NotSent("Your account has no email address. Add one under your name, Account.")
    return _hand_over(edition, compose(edition, territory), address, name)


def groups() -> list[Group]:
    """Return the desk's groups that have somebody in them who can be mailed."""
    return list(Group.objects.filter(user__in=_with_address()).distinct().order_by("name"))


def send_to_group(edition: EditionPage, group: Group, *, territory: str = "") -> int:
    """Send a test copy to everybody in a group of the desk; return to how many.

    Who has no address, or an account that is closed, gets none. Raises NotSent at the first
    that did not go, and says how many went before it.
    """
    people = list(_with_address().filter(groups=group).order_by("pk"))
    if not people:
        raise NotSent(f"Nobody in {group.name} has an address. Add one under Settings, Users.")
    letter = compose(edition, territory)
    for number, person in enumerate(people):
        try:
            _hand_over(edition, letter, person.email, person.get_full_name())
        except NotSent as error:
            raise NotSent(f"{number} of {len(people)} test copies went. {error}") from error
    return len(people)


def _with_address() -> QuerySet[Any]:
    return get_user_model().objects.filter(is_active=True).exclude(email="")


def _hand_over(edition: EditionPage, letter: Letter, address: str, name: str) -> Result:
    sender = edition.newsletter.sender_address
    now = timezone.now()
    values = {
        "address": address,
        "name": name,
        "date": date_value(now),
        "message_id": message_id(f"test-{edition.pk}-{now:%Y%m%d%H%M%S%f}", domain_of(sender)),
    }
    envelope = Envelope(key=0, sender=sender, recipient=address, message=letter.fill(values))
    try:
        result = send_one(
            settings.MAIL_URL, envelope, inbox_path=settings.INBOX_PATH, timeout=PATIENCE
        )
    except (OSError, RelayConfigError) as error:
        raise NotSent("The mail relay could not be reached. Check MAIL_URL, then try again.") from (
            error
        )
    if result.outcome != Outcome.SENT:
        raise NotSent(f"The mail relay did not take it: {result.text}")
    return result
