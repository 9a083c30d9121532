"""From what the intake found to a story's body, and changes to a body by an editor's decisions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.html import escape

BOX_AFTER = 3  # paragraphs: a reader has read into the story before being asked anything

Block = dict[str, Any]


def block(kind: str, value: Any) -> Block:
    """Return one body block in the form that StreamField keeps."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def paragraph(text: str) -> str:
    """Return a plain paragraph as rich text; its words are escaped, its lines kept."""
    return f"<p>{'<br/>'.join(escape(line) for line in text.strip().splitlines())}</p>"


def picture_value(data: dict[str, Any]) -> dict[str, Any]:
    """Return a picture block's value from a found picture (contracts.md, `pictures[]`)."""
    return {
        "image": data.get("image"),
        "caption": data.get("caption") or "",
        "credit": data.get("credit") or "",
        "alt": data.get("alt") or "",
    }


def build(found: dict[str, Any], *, box: bool) -> tuple[list[Block], dict[int, str]]:
    """Return the body's blocks, and the block id of each found picture by its number.

    Paragraphs keep their order. A picture stands where its line stood in the copy. The sign-up
    box, where wanted, stands between paragraphs: after the third, or in the middle of a
    shorter story.
    """
    placed: list[tuple[float, Block]] = []
    last = -1.0
    for item in found["story"]["body"]:
        place = item.get("start")
        last = float(place) if place is not None else last
        kind = "heading" if item.get("heading") else "paragraph"
        value = item["text"].strip() if kind == "heading" else paragraph(item["text"])
        placed.append((last, block(kind, value)))
    pictures: dict[int, str] = {}
    for number, picture in enumerate(found.get("pictures") or []):
        made = block("picture", picture_value(picture))
        pictures[number] = made["id"]
        place = -1 if picture.get("lead") else picture.get("start")
        placed.append((float(place) if place is not None else last, made))
    blocks = [made for _, made in sorted(placed, key=lambda pair: pair[0])]
    if box:
        put_box(blocks)
    return blocks, pictures


def put_box(blocks: list[Block]) -> None:
    """Put a sign-up box between two paragraphs, unless one is there already."""
    if any(made["type"] == "signup" for made in blocks):
        return
    places = [i for i, made in enumerate(blocks) if made["type"] == "paragraph"]
    after = min(BOX_AFTER, max(1, len(places) // 2)) if places else 0
    at = places[after - 1] + 1 if places else len(blocks)
    blocks.insert(at, block("signup", {"newsletter": None}))


def paragraphs(blocks: Iterable[Block]) -> list[Block]:
    """Return just the paragraphs."""
    return [made for made in blocks if made["type"] == "paragraph"]


def change(blocks: list[Block], block_id: str, value: dict[str, Any]) -> bool:
    """Give the block with this id new values; say whether it is there."""
    for made in blocks:
        if made.get("id") == block_id:
            made["value"] = {**made["value"], **value}
            return True
    return False


def without(blocks: list[Block], block_id: str) -> list[Block]:
    """Return the blocks without the one with this id."""
    return [made for made in blocks if made.get("id") != block_id]
