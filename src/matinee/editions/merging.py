"""Drafting again without losing what an editor did: blocks they touched, moved or took away."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Raw = dict[str, Any]  # a block as Wagtail stores it: type, value, id


@dataclass(frozen=True)
class Drafted:
    """A block that the drafting proposes; `key` says what it stands for ("story:12")."""

    key: str
    kind: str
    value: dict[str, Any]

    def raw(self, block_id: str | None = None) -> Raw:
        """Return it as a block, under the id that it had or a new one."""
        return {"type": self.kind, "value": self.value, "id": block_id or str(uuid.uuid4())}


def _bare(value: Any) -> Any:
    """Return a raw value without ids, notes and empty parts, which saving adds or drops."""
    if isinstance(value, dict):
        if set(value) <= {"id", "type", "value"} and value.get("type") == "item":
            return _bare(value["value"])
        kept = {k: _bare(v) for k, v in value.items() if k not in ("id", "why")}
        return {k: v for k, v in kept.items() if v not in ("", None, False, [], {})}
    if isinstance(value, list):
        return [_bare(v) for v in value]
    return value.strip() if isinstance(value, str) else value


def digest(value: Any) -> str:
    """Return the hash (hex SHA-256) by which a later look tells whether somebody changed it."""
    bare = json.dumps(_bare(value), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(bare.encode()).hexdigest()


def touched(block: Raw, record: dict[str, Any]) -> bool:
    """Whether an editor changed or made the block; `record` is EditionPage.drafted."""
    known = record.get("blocks", {}).get(block.get("id") or "")
    return known is None or known["hash"] != digest(block["value"])


def merge(
    body: list[Raw], record: dict[str, Any], proposed: Iterable[Drafted]
) -> tuple[list[Raw], dict[str, Any]]:
    """Return the new body and the record of what was drafted in it.

    Kept: what was touched or added, wherever it stands; the order. Renewed: what was drafted
    and left alone. Dropped: what was left alone and is no longer proposed. Never again: what
    was drafted and taken away by hand.
    """
    blocks: dict[str, Any] = record.get("blocks", {})
    keys_here = {b["id"]: blocks[b["id"]]["key"] for b in body if b.get("id") in blocks}
    taken_away = set(record.get("gone", ())) | (
        {entry["key"] for entry in blocks.values()} - set(keys_here.values())
    )
    offered = {one.key: one for one in proposed if one.key not in taken_away}
    out: list[Raw] = []
    known: dict[str, Any] = {}
    for block in body:
        key = keys_here.get(block.get("id") or "")
        if touched(block, record):
            out.append(block)
            if key:
                known[block["id"]] = blocks[block["id"]]
        elif key in offered:
            out.append(offered[key].raw(block["id"]))
            known[block["id"]] = {"key": key, "hash": digest(offered[key].value)}
    _insert(out, known, list(offered.values()))
    return out, {"blocks": known, "gone": sorted(taken_away)}


def _insert(out: list[Raw], known: dict[str, Any], offered: list[Drafted]) -> None:
    """Put what is new after whatever it follows in the drafting's own order."""
    at = 0
    for one in offered:
        places = [n for n, b in enumerate(out) if known.get(b["id"], {}).get("key") == one.key]
        if places:
            at = places[0] + 1
            continue
        block = one.raw()
        out.insert(at, block)
        known[block["id"]] = {"key": one.key, "hash": digest(one.value)}
        at += 1
