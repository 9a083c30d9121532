"""What an edition did: sent, followed, opened, bounced, left; link by link and hour by hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Sum
from django.db.models.functions import TruncHour

from matinee.editions.models import EditionPage, PressedLetter
from matinee.insight import returns
from matinee.insight.models import MailReport
from matinee.insight.returns import CameBack, DomainFigure
from matinee.mailings import status, trials
from matinee.mailings.models import Mailing


@dataclass(frozen=True)
class LinkFigure:
    """One link: where it leads, how many readers followed it, how often in all."""

    address: str
    readers: int
    times: int
    share: float


@dataclass(frozen=True)
class Bar:
    """One hour of clicks, with the place of its bar in a plot 100 wide and 40 high."""

    label: str
    clicks: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Report:
    """One edition's figures. Shares are of letters sent, 0 to 1."""

    edition: EditionPage
    mailing: Mailing
    counts: dict[str, int]
    opened: int
    clicked: int
    links: Sequence[LinkFigure]
    bars: Sequence[Bar]
    hard: int
    soft: int
    complaints: int
    opened_by_machines: int
    clicked_by_machines: int
    came_back: Sequence[CameBack]
    domains: Sequence[DomainFigure]
    trial: trials.Trial | None

    @property
    def sent(self) -> int:
        """How many letters a relay took."""
        return self.counts["sent"]

    @property
    def click_share(self) -> float:
        """Readers who followed a link, of letters sent."""
        return self.clicked / self.sent if self.sent else 0.0

    @property
    def open_share(self) -> float:
        """Readers whose mail program loaded the pictures, of letters sent."""
        return self.opened / self.sent if self.sent else 0.0


def _links(mailing: Mailing) -> list[LinkFigure]:
    letters = PressedLetter.objects.filter(edition_id=mailing.edition_id)
    addresses = max((list(letter.links) for letter in letters), key=len, default=[])
    rows = (
        mailing.clicks.filter(by_machine=False)
        .values("link")
        .annotate(readers=Count("id"), total=Sum("times"))
    )
    by_address: dict[str, tuple[int, int]] = {}
    for row in rows:
        if row["link"] < len(addresses):
            readers, times = by_address.get(addresses[row["link"]], (0, 0))
            by_address[addresses[row["link"]]] = (readers + row["readers"], times + row["total"])
    most = max((readers for readers, _ in by_address.values()), default=1)
    figures = [LinkFigure(a, r, t, r / most) for a, (r, t) in by_address.items()]
    return sorted(figures, key=lambda f: (-f.readers, f.address))


def _bars(mailing: Mailing, edition: EditionPage) -> list[Bar]:
    zone = edition.newsletter.zone
    rows = (
        mailing.clicks.filter(by_machine=False)
        .annotate(hour=TruncHour("first_at", tzinfo=zone))
        .values("hour")
        .annotate(n=Count("id"))
        .order_by("hour")
    )
    counts = {row["hour"]: row["n"] for row in rows}
    if not counts:
        return []
    first = min(counts)
    hours = [first + timedelta(hours=i) for i in range(48)]
    top = max(counts.values())
    width = 100 / len(hours)
    return [
        Bar(
            f"{hour.astimezone(zone):%a %H:00}", n := counts.get(hour, 0), round(i * width, 3),
            round(40 - 38 * n / top, 2), round(width * 0.8, 3), round(38 * n / top, 2),
        )
        for i, hour in enumerate(hours)
    ]  # fmt: skip


def _clicked(mailing: Mailing, *, machine: bool) -> int:
    return mailing.clicks.filter(by_machine=machine).values("delivery_id").distinct().count()


def of(edition: EditionPage) -> Report:
    """Return an edition's report; the edition must have a mailing."""
    mailing = Mailing.objects.get(edition=edition)
    kinds = dict(
        MailReport.objects.filter(mailing=mailing).values_list("kind").annotate(n=Count("id"))
    )
    return Report(
        edition=edition,
        mailing=mailing,
        counts=status.counts(mailing),
        opened=mailing.openings.filter(by_machine=False).count(),
        clicked=_clicked(mailing, machine=False),
        opened_by_machines=mailing.openings.filter(by_machine=True).count(),
        clicked_by_machines=_clicked(mailing, machine=True),
        came_back=returns.by_reason(mailing),
        domains=returns.by_domain(mailing),
        trial=trials.of(mailing),
        links=_links(mailing),
        bars=_bars(mailing, edition),
        hard=kinds.get("hard", 0),
        soft=kinds.get("soft", 0),
        complaints=kinds.get("complaint", 0),
    )


def latest(limit: int = 30) -> list[Report]:
    """Return the reports of the newest mailings."""
    mailings = Mailing.objects.select_related("edition__newsletter").order_by("-started_at")
    return [of(mailing.edition) for mailing in mailings[:limit]]
