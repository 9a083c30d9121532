"""Each reader's letter: the edition's pressed variant, filled with what is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings

from matinee.editions import press, segments
from matinee.editions.polls import token as poll_token
from matinee.mailings.models import Mailing, Wave
from matinee.mailings.signing import signer_for
from matinee.mailings.windows import Row
from matinee.post.headers import date_value, domain_of, verp
from matinee.post.letter import Letter
from matinee.post.signed import SignedLetter
from matinee.readers.links import link_tokens

# What the worker can fill; a letter with another slot is not sent at all.
SLOTS = frozenset({"address", "name", "read", "leave", "message_id", "date", "vote"})


class UnknownSlot(Exception):
    """A pressed letter asks for something that no delivery has; the text names it."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """A reader's letter before it is filled: its return path, and how to fill it."""

    sender: str
    fill: Callable[[], bytes]


# What `post` takes in a header: checked here at the price of one match a reader.
_ADDRESS = re.compile(r"[^\s<>,;@\x00-\x1f\x7f-\x9f]+@[^\s<>,;@\x00-\x1f\x7f-\x9f]+")
_NAME = re.compile(r"[^\x00-\x1f\x7f\x85\u2028\u2029]*")


def address_problem(row: Row) -> str:
    """Return why no letter can be addressed to this reader, or "" when one can."""
    if not _ADDRESS.fullmatch(row.address):
        return "The address cannot stand in a letter: it is not one name, an @ and a domain."
    if not _NAME.fullmatch(row.name):
        return "The name cannot stand in a letter: it holds a line break or control character."
    return ""


class Desk:
    """Fills the letters of one mailing. Keeps each variant's compiled letter."""

    def __init__(self, mailing: Mailing, wave: Wave | None = None) -> None:
        """`wave`: whose letters are dated when they are due, and not when the first went."""
        self.mailing = mailing
        self._variants: dict[tuple[str, str, frozenset[int]], Letter | SignedLetter] = {}
        self._segments = segments.named(mailing.edition.body.get_prep_value())
        self._in: dict[int, frozenset[int]] = {}
        # Read once here: the rest of a test is not taken up before its subject is chosen.
        self._subject = wave.subject if wave else ""
        self._date = date_value(wave.due_at if wave else mailing.dated_at)
        self._sender = mailing.newsletter.sender_address
        self._domain = domain_of(self._sender)
        self._tokens = link_tokens()
        self._signer = signer_for(self._domain)

    def meet(self, rows: Sequence[Row]) -> None:
        """Ask which segments a window's readers are in, where the edition has blocks for any."""
        if self._segments:
            self._in = segments.matched(self._segments, [row.reader_id for row in rows])

    def _letter(self, row: Row) -> Letter | SignedLetter:
        """Return the variant for this reader; raises UnknownSlot."""
        if self._segments and row.reader_id not in self._in:
            self.meet([row])
        territory, language = row.territory, row.language
        meant = self._in.get(row.reader_id, frozenset())
        key = (territory, language, meant)
        if key not in self._variants:
            pressed = press.variant_for(self.mailing.edition, territory, language)
            whole = press.letter_of(self.mailing.edition, pressed, self._subject)
            letter = segments.cut(whole, meant)
            if strange := letter.slots - SLOTS:
                raise UnknownSlot(f"The letter has slots that nothing fills: {sorted(strange)}.")
            signer = self._signer
            self._variants[key] = SignedLetter(letter, signer) if signer else letter
        return self._variants[key]

    def address(self, row: Row) -> Addressed:
        """Return the reader's letter, ready to be filled; raises UnknownSlot.

        Date and Message-ID are the same at every attempt, so that a relay or an inbox that
        gets the letter twice can tell that it is one.
        """
        letter = self._letter(row)
        tokens = self._tokens.mint(row.subscription_id, row.id)
        bounces: str = settings.BOUNCE_DOMAIN
        sender = verp(tokens.read, bounces) if bounces else self._sender
        edition = self.mailing.edition_id
        asked = {"vote": poll_token(row.subscription_id, edition)} if "vote" in letter.slots else {}

        def fill() -> bytes:
            return letter.fill(
                {
                    "address": row.address,
                    "name": row.name,
                    "read": tokens.read,
                    "leave": tokens.leave,
                    "message_id": self.mailing.message_id(row.id, self._domain),
                    "date": self._date,
                    **asked,
                }
            )

        return Addressed(sender, fill)
