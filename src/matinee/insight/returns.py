"""What came back of a mailing: by reason, and by the mail provider that sent it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from matinee.insight.models import MailReport
from matinee.mailings.models import Mailing
from matinee.post.reasons import WORDS
from matinee.readers.models import Reader

Kind = MailReport.Kind
SHOWN = 10  # domains; the rest are counted together
ERASED = "readers since erased"
OTHERS = "all other domains"
# What an editor may do about each, or need not.
ADVICE = {
    Kind.HARD: "Not mailed again.",
    Kind.SOFT: "Tried again with the next edition.",
    Kind.COMPLAINT: "Unsubscribed, and not mailed again.",
    Kind.UNSUBSCRIBED: "Unsubscribed.",
}
_ABOUT_US = {"policy", "sender", "content"}


@dataclass(frozen=True)
class CameBack:
    """How many letters came back for one reason, and what was done about it."""

    kind: str
    words: str
    advice: str
    count: int


@dataclass(frozen=True)
class DomainFigure:
    """One recipient domain: how many of its letters bounced, and how many complained."""

    domain: str
    bounced: int
    complained: int


def by_reason(mailing: Mailing) -> list[CameBack]:
    """Return what came back, the most frequent first; machines' replies are left out."""
    rows = (
        MailReport.objects.filter(mailing=mailing, kind__in=ADVICE)
        .values("kind", "reason")
        .annotate(n=Count("id"))
        .order_by("-n", "kind", "reason")
    )
    return [
        CameBack(
            Kind(row["kind"]).label,
            WORDS.get(row["reason"]) or WORDS["other"],
            _advice(row["kind"], row["reason"]),
            row["n"],
        )
        for row in rows
    ]


def _advice(kind: str, reason: str) -> str:
    if kind == Kind.SOFT and reason in _ABOUT_US:
        return "Says nothing of the reader. Where it grows, look at the sender’s DNS and good name."
    return ADVICE[Kind(kind)]


def by_domain(mailing: Mailing) -> list[DomainFigure]:
    """Return the domains with the most bounces and complaints; the rest as one line.

    Domains are read from today's readers and kept nowhere, so that an erased reader's is not
    known any more.
    """
    bounced: Counter[str] = Counter()
    complained: Counter[str] = Counter()
    kinds = [Kind.HARD, Kind.SOFT, Kind.COMPLAINT]
    rows = MailReport.objects.filter(mailing=mailing, kind__in=kinds)
    for kind, domain in _with_domains(list(rows.values_list("kind", "reader_id"))):
        (complained if kind == Kind.COMPLAINT else bounced)[domain] += 1
    ranked = [domain for domain, _ in (bounced + complained).most_common()]
    figures = [DomainFigure(d, bounced[d], complained[d]) for d in ranked[:SHOWN]]
    if rest := ranked[SHOWN:]:
        both = (sum(counts[d] for d in rest) for counts in (bounced, complained))
        figures.append(DomainFigure(OTHERS, *both))
    return figures


def _with_domains(rows: list[tuple[str, int | None]]) -> Iterator[tuple[str, str]]:
    for start in range(0, len(rows), 500):
        chunk = rows[start : start + 500]
        known = dict(
            Reader.objects.filter(pk__in=[pk for _, pk in chunk]).values_list("pk", "address")
        )
        for kind, reader_id in chunk:
            address = known.get(reader_id or 0, "")
            yield kind, address.rpartition("@")[2].lower() or ERASED


@dataclass(frozen=True)
class ReaderOutcome:
    """One thing that became of a letter to one reader."""

    at: datetime
    subject: str
    what: str
    why: str
    status: str
    via: str


def of_reader(reader_id: int) -> list[ReaderOutcome]:
    """Return what became of letters to a reader, newest first, 100 at most.

    Times are in the newsletter's zone.
    """
    rows = MailReport.objects.filter(reader_id=reader_id).select_related(
        "mailing__edition", "mailing__newsletter"
    )
    return [
        ReaderOutcome(
            row.received_at.astimezone(row.mailing.newsletter.zone)
            if row.mailing
            else row.received_at,
            row.mailing.edition.subject if row.mailing else "",
            row.get_kind_display(),
            WORDS.get(row.reason, ""),
            row.status,
            row.via,
        )
        for row in rows.order_by("-received_at")[:100]
    ]
