"""Each reader's letter: the edition's pressed variant, filled with what is theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings

from matinee.editions import press, segments
from matinee.editions.polls import token as poll_token
from matinee.mailings.models import Mailing, Wave
from matinee.mailings.signing import signer_for
from matinee.mailings.windows import Row
from matinee.post.headers import date_value, domain_of, verp
from matinee.post.letter import Letter
from matinee.post.signed import SignedLetter, Unsigned
from matinee.post.tokens import Tokens
from matinee.readers.links import link_tokens

# What the worker can fill; a letter with another slot is not sent at all.
SLOTS = frozenset({"address", "name", "read", "leave", "message_id", "date", "vote"})


class UnknownSlot(Exception):
    """A pressed letter asks for something that no delivery has; the text names it."""


class Addressed:
    """A reader's letter before it is filled.

    What only they have is worked out when it is asked for: while other letters are on their way.
    """

    __slots__ = ("_desk", "_letter", "_row", "_tokens")

    def __init__(self, desk: Desk, letter: Letter | SignedLetter, row: Row) -> None:
        self._desk = desk
        self._letter = letter
        self._row = row
        self._tokens: Tokens | None = None

    def _links(self) -> Tokens:
        if self._tokens is None:
            self._tokens = self._desk.tokens.mint(self._row.subscription_id, self._row.id)
        return self._tokens

    @property
    def dotless(self) -> bool:
        """Whether no line of it begins with a dot."""
        return self._letter.dotless

    @property
    def sender(self) -> str:
        """The return path: one of the delivery's own where bounces have a domain."""
        bounces = self._desk.bounces
        return verp(self._links().read, bounces) if bounces else self._desk.sender

    def _values(self) -> dict[str, str]:
        return self._desk.values(self._row, self._links(), self._letter.slots)

    def fill(self) -> bytes:
        """Return the whole message."""
        return self._letter.fill(self._values())

    def unsigned(self) -> Unsigned:
        """Return the message before it is signed; for letters that are."""
        assert isinstance(self._letter, SignedLetter)
        return self._letter.unsigned(self._values())


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
        self.sender = mailing.newsletter.sender_address
        self.bounces: str = settings.BOUNCE_DOMAIN
        self.tokens = link_tokens()
        self._domain = domain_of(self.sender)
        self._signer = signer_for(self._domain)

    @property
    def signs(self) -> bool:
        """Whether letters are signed here."""
        return self._signer is not None

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
        return Addressed(self, self._letter(row), row)

    def values(self, row: Row, links: Tokens, slots: frozenset[str]) -> dict[str, str]:
        """Return what fills a reader's slots."""
        values = {
            "address": row.address,
            "name": row.name,
            "read": links.read,
            "leave": links.leave,
            "message_id": self.mailing.message_id(row.id, self._domain),
            "date": self._date,
        }
        if "vote" in slots:
            values["vote"] = poll_token(row.subscription_id, self.mailing.edition_id)
        return values
