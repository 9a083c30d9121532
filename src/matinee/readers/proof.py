"""The document that proves: everything the ledger holds about one reader, opened and checked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from matinee.newsletters.models import Newsletter
from matinee.publication.models import Publication
from matinee.readers import ledger, vault
from matinee.readers.models import ConsentRecord, Reader, ReaderKey, Seal, Suppression


@dataclass(frozen=True)
class Chained:
    """A record's place in the chain, and whether it holds there."""

    position: int
    previous: str
    hash: str
    holds: bool


@dataclass(frozen=True)
class Line:
    """One record of the ledger, opened."""

    record: int
    at: str
    event: str
    what: str
    purpose: str
    newsletter: str | None
    page: str
    form: str
    language: str
    basis: str
    wording: dict[str, str] | None
    wording_sha256: str
    wording_holds: bool
    notice_version: int | None
    notice_sha256: str
    notice_holds: bool
    personal: dict[str, str]
    evidence: dict[str, Any]
    chain: Chained | None


@dataclass(frozen=True)
class Document:
    """Who agreed to what, when, where, in which words; all later changes; the chain's proof."""

    publication: str
    made_at: str
    reader: dict[str, Any]
    subscriptions: list[dict[str, Any]]
    suppressed: str | None
    records: list[Line] = field(default_factory=list)
    chain_head: dict[str, Any] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether every record stands in the chain as it was written, with its words."""
        return all(
            line.chain is not None and line.chain.holds and line.wording_holds and line.notice_holds
            for line in self.records
        )

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON; times in UTC, ISO 8601."""
        return asdict(self) | {"holds": self.holds}


def said(moment: datetime) -> str:
    """Return a time as ISO 8601 in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def document(reader: Reader) -> Document:
    """Return the document of one reader. What waits for its seal is sealed first."""
    ledger.seal_waiting()
    key = ReaderKey.objects.values_list("key", flat=True).get(pk=reader.pk)
    records = (
        ConsentRecord.objects.filter(reader_id=reader.pk)
        .select_related("wording", "notice", "newsletter")
        .order_by("at", "pk")
    )
    suppression = Suppression.objects.filter(address_key=reader.address_key).first()
    position, head = ledger.head()
    return Document(
        publication=Publication.load().name,
        made_at=said(timezone.now()),
        reader=_about(reader),
        subscriptions=[
            {
                "newsletter": s.newsletter.name,
                "state": s.state,
                "since": said(s.since),
                "proof": s.proof_id,
            }
            for s in reader.subscriptions.select_related("newsletter").order_by("pk")
        ],
        suppressed=suppression.get_reason_display() if suppression else None,
        records=[_line(record, bytes(key)) for record in records],
        chain_head={"position": position, "hash": head},
    )


def _about(reader: Reader) -> dict[str, Any]:
    return {
        "number": reader.pk,
        "address": reader.address,
        "name": reader.name,
        "territory": reader.territory,
        "language": reader.language,
        "offers": reader.offers,
        "paused_until": said(reader.paused_until) if reader.paused_until else None,
        "first_seen": said(reader.created_at),
    }


def _line(record: ConsentRecord, key: bytes) -> Line:
    wording, notice = record.wording, record.notice
    newsletter: Newsletter | None = record.newsletter
    return Line(
        record=record.pk,
        at=said(record.at),
        event=record.event,
        what=record.get_event_display(),
        purpose=record.purpose,
        newsletter=newsletter.name if newsletter else None,
        page=record.page,
        form=record.form,
        language=record.language,
        basis=record.basis,
        wording=wording.words if wording else None,
        wording_sha256=record.wording_sha256,
        wording_holds=wording is None or ledger.wording_hash(wording) == record.wording_sha256,
        notice_version=notice.version if notice else None,
        notice_sha256=record.notice_sha256,
        notice_holds=notice is None or ledger.notice_hash(notice) == record.notice_sha256,
        personal=_opened(record, key),
        evidence=record.evidence,
        chain=_chained(record),
    )


def _opened(record: ConsentRecord, key: bytes) -> dict[str, str]:
    if record.personal is None:
        return {}
    try:
        return vault.open_(record.reader_id, key, bytes(record.personal))
    except vault.Sealed:
        return {"unreadable": "The personal part cannot be opened with this reader’s key."}


def _chained(record: ConsentRecord) -> Chained | None:
    seal = Seal.objects.filter(record=record).first()
    if seal is None:
        return None
    before = Seal.objects.filter(position=seal.position - 1).values_list("hash", flat=True).first()
    holds = seal.previous == (before or ledger.GENESIS) and seal.hash == ledger.link(
        seal.previous, seal.position, record
    )
    return Chained(seal.position, seal.previous, seal.hash, holds)
