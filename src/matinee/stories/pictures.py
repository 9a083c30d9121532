"""Accepted pictures and their files: what is to be fetched, and what came put into the story."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from matinee.stories import bodies, tasks
from matinee.stories.copies import Proposal
from matinee.stories.deciding import blocks_of, set_blocks
from matinee.stories.pages import StoryPage
from matinee.stories.wanted import PictureFetch

State = PictureFetch.State


def address_of(proposal: Proposal) -> str:
    """Return the web address of a proposed picture's file; empty where the copy gives none."""
    said = str(proposal.data.get("src") or "").strip()
    if not said:
        return ""
    try:
        parts = urlsplit(said)
    except ValueError:
        return ""
    return said if parts.scheme in ("http", "https") and parts.netloc else ""


def want(proposal: Proposal) -> None:
    """Have an accepted picture's file fetched in the background, unless it is here already."""
    address = address_of(proposal)
    if proposal.kind != Proposal.Kind.PICTURE or not address:
        return
    row = PictureFetch.objects.filter(proposal=proposal).first()
    if row is not None and row.state == State.DONE and row.picture_id:
        return
    PictureFetch.objects.update_or_create(
        proposal=proposal,
        defaults={
            "address": address, "state": State.WAITING, "tries": 0, "said": "",
            "next_at": timezone.now(),
        },
    )  # fmt: skip
    transaction.on_commit(tasks.wake_for_pictures)


def forget(proposal: Proposal) -> None:
    """Fetch nothing for a proposal that does not stand (any more); what came is kept."""
    if not proposal.stands:
        PictureFetch.objects.filter(proposal=proposal).exclude(state=State.DONE).delete()


def put_all(draft: StoryPage) -> bool:
    """Put each picture that was fetched, and still stands, into its block; say if any was put.

    A block that shows a picture already keeps it. The caller saves the draft.
    """
    here = PictureFetch.objects.filter(
        proposal__story_id=draft.pk,
        proposal__state__in=(Proposal.State.ACCEPTED, Proposal.State.EDITED),
        picture__isnull=False,
    ).select_related("proposal")
    rows = {row.proposal.block: row for row in here}
    blocks, put = blocks_of(draft), False
    for block in blocks:
        row = rows.get(block.get("id", ""))
        if row is None or block["type"] != "picture" or block["value"].get("image"):
            continue
        told = bodies.picture_value(row.proposal.data)
        words = {
            key: told[key] for key in ("caption", "credit", "alt") if not block["value"].get(key)
        }
        block["value"] = {**block["value"], **words, "image": row.picture_id}
        put = True
    if put:
        set_blocks(draft, blocks)
    return put
