"""The sign-up box as data: which newsletters, in which state, with what was typed kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.http import HttpRequest

from matinee.newsletters.models import Newsletter
from matinee.publication.models import PrivacyNotice
from matinee.readers import stamps
from matinee.readers.request_meta import page_of


class State(StrEnum):
    """What a box shows. (That it has the focus or is at work, CSS and the script show.)"""

    PROMPT = "prompt"
    BAD = "bad"  # no address
    TYPO = "typo"  # an address, but perhaps not the one that was meant
    NONE_CHOSEN = "none-chosen"  # a hub without a tick
    AGAIN = "again"  # too quick, or open for too long
    CHECK = "check"  # came from another site's form: our words first, then one press
    WORK = "work"  # a proof of work first
    WAIT = "wait"  # too many tries
    THANKS = "thanks"
    CLOSED = "closed"


# What an error says beneath the field, where the newsletter's own words do not.
WORDS = {
    State.NONE_CHOSEN: "Tick at least one newsletter, please.",
    State.AGAIN: "That was too quick for us, or the page had been open for very long. "
    "Please press the button once more.",
    State.CHECK: "Nearly there: check your address, and press the button.",
    State.WAIT: "That was one try too many just now. Please try again in an hour.",
    State.WORK: "Many people are signing up just now, and your device is showing that it isn’t a "
    "robot. If nothing happens in a minute, it runs no scripts: please try again in an hour.",
}
# A hub offers several newsletters, so that no one’s own prompt or button can stand there. The
# consent document quotes these: see proof.py.
HUB_PROMPT = "Choose your newsletters"
HUB_BUTTON = "Sign up"
STATUS = {
    State.BAD: 422,
    State.NONE_CHOSEN: 422,
    State.AGAIN: 422,
    State.TYPO: 200,
    State.WAIT: 429,
}


@dataclass
class Box:
    """One box on a page. `number` tells it from others on the same page."""

    newsletters: Sequence[Newsletter]
    form: str = "box"
    page: str = "/"
    state: State = State.PROMPT
    number: int = 1
    typed: str = ""
    offers: bool = False
    chosen: frozenset[str] = frozenset()
    suggestion: str = ""
    challenge: str = ""
    kept: str = ""
    """The stamp that the form came with, which goes on counting while its words stand."""
    solo: bool = False
    """Whether the page is the box's own, so that its prompt is the page's heading."""
    first: bool = True
    """Whether it is the first on its page, which brings the style and the script along."""

    @property
    def newsletter(self) -> Newsletter:
        """The one newsletter, or the first of several."""
        return self.newsletters[0]

    @property
    def is_hub(self) -> bool:
        """Whether several newsletters are offered to choose from."""
        return self.form == "hub"

    @property
    def is_embedded(self) -> bool:
        """Whether it stands in a frame on another site, where links open a tab of their own."""
        return self.form == "embed"

    @property
    def id(self) -> str:
        """The element's id, unique on the page."""
        return f"signup-{self.number}"

    @property
    def prompt(self) -> str:
        """The heading: the newsletter’s own, or the hub’s."""
        return HUB_PROMPT if self.is_hub else self.words["prompt"]

    @property
    def button(self) -> str:
        """What the button says: the newsletter’s own words, or the hub’s."""
        return HUB_BUTTON if self.is_hub else self.words["button"]

    @cached_property
    def words(self) -> dict[str, str]:
        """The words of the (first) newsletter's box: those that its stamp names."""
        return self.newsletter.box_words()

    @cached_property
    def stamp(self) -> str:
        """The signed stamp that says which words are on the screen, and since when."""
        notice = PrivacyNotice.current()
        wording_ids = tuple(n.current_wording().pk for n in self.newsletters)
        notice_id = notice.pk if notice else 0
        kept = stamps.read(self.kept)
        if kept and (kept.wording_ids, kept.notice_id) == (wording_ids, notice_id):
            return self.kept
        return stamps.make(wording_ids, notice_id)

    @property
    def error(self) -> str:
        """What stands at the field as an error; "" when nothing is wrong."""
        if self.state is State.BAD:
            return self.words["error"]
        return WORDS.get(self.state, "")

    @property
    def is_error(self) -> bool:
        """Whether the reader has to mend something."""
        return self.state in {State.BAD, State.NONE_CHOSEN, State.AGAIN, State.WAIT}

    @property
    def lacks_choice(self) -> bool:
        """Whether what is wrong is at the newsletters to choose from, not at the address."""
        return self.state is State.NONE_CHOSEN and self.is_hub

    @property
    def says(self) -> str:
        """The space-separated ids of what describes the field, for aria-describedby."""
        ids = [f"{self.id}-error"] if self.error and not self.lacks_choice else []
        if self.state is State.TYPO:
            ids.append(f"{self.id}-typo")
        return " ".join(ids)

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows this box."""
        return STATUS.get(self.state, 200)


def on_page(request: HttpRequest | None, newsletters: Sequence[Newsletter], form: str) -> Box:
    """Return a fresh box for a page, numbered so that several on it stay apart."""
    box = Box(newsletters, form=form)
    if not newsletters or not any(n.is_open for n in newsletters):
        box.state = State.CLOSED
    if request is not None:
        count = getattr(request, "_signup_boxes", 0) + 1
        request._signup_boxes = count  # type: ignore[attr-defined]
        box.number, box.first, box.page = count, count == 1, page_of(request.path)
    return box
