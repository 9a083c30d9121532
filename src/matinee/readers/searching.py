"""Finding readers in the desk: by address at any size, and by filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Collate, Lower
from django.utils.dateparse import parse_date

from matinee.readers import addresses
from matinee.readers.models import Reader, Subscription
from matinee.readers.request_meta import clean

SHOWN = 50
STATES = dict(Subscription.State.choices)
FIELDS = ("q", "newsletter", "state", "territory", "source", "since")


@dataclass(frozen=True)
class Search:
    """What the desk looks for. Anything empty does not narrow."""

    q: str = ""
    newsletter: str = ""
    state: str = ""
    territory: str = ""
    source: str = ""
    since: date | None = None

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Search:
        """Return what an address's query asks for; what makes no sense is left out."""
        text = {name: clean(str(given.get(name, "")), 254) for name in FIELDS}
        try:
            since = parse_date(text["since"])
        except ValueError:
            since = None
        state = text["state"] if text["state"] in STATES else ""
        return cls(
            text["q"],
            text["newsletter"],
            state,
            text["territory"][:2].upper(),
            text["source"],
            since,
        )

    def query(self) -> str:
        """Return it as an address's query, to be kept as a segment."""
        given = {name: getattr(self, name) for name in FIELDS if getattr(self, name)}
        return urlencode({name: str(value) for name, value in given.items()})

    def readers(self) -> QuerySet[Reader]:
        """Return the readers that fit; by address when one is looked for, else the newest first."""
        found = Reader.objects.all()
        if self.newsletter or self.state:
            found = found.filter(Exists(self._subscriptions()))
        if self.territory:
            found = found.filter(territory=self.territory)
        if self.source:
            found = found.filter(source__startswith=self.source)
        if self.since:
            begin = datetime.combine(self.since, time(), tzinfo=UTC)
            found = found.filter(created_at__gte=begin)
        if not self.q:
            return found.order_by("-pk")
        # One index answers both the beginning and the order: migrations 0002 and 0005.
        folded: Lower | Collate = Lower("address")
        if connection.vendor == "postgresql":
            folded = Collate(folded, "C")
        found = found.annotate(folded=folded)
        exact = Q(address_key=addresses.key_of(self.q)) if "@" in self.q else Q()
        return found.filter(Q(folded__startswith=self.q.lower()) | exact).order_by("folded")

    def _subscriptions(self) -> QuerySet[Subscription]:
        mine = Subscription.objects.filter(reader=OuterRef("pk"))
        if self.newsletter:
            mine = mine.filter(newsletter__slug=self.newsletter)
        return mine.filter(state=self.state) if self.state else mine
