"""The demo's Thursday: an edition drafted, the letter written, checked and sent."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from matinee.config.demo.content_files import toml
from matinee.editions.drafting import draft
from matinee.editions.models import EditionPage
from matinee.newsletters.models import Newsletter


def draft_edition(newsletter: Newsletter, user: User) -> EditionPage:
    """Draft the week's edition and write the critic's letter into it, as an editor would."""
    edition = draft(newsletter, user=user)
    words = toml("edition")
    edition.subject, edition.preheader = words["subject"], words["preheader"]
    _write_letter(edition, words["letter"].strip())
    edition.save()
    edition.save_revision(user=user)
    return edition


def _write_letter(edition: EditionPage, letter: str) -> None:
    blocks: list[dict[str, Any]] = [dict(block) for block in edition.body.raw_data]
    for block in blocks:
        if block["type"] == "letter":
            block["value"] = {**block["value"], "words": letter}
    edition.body = edition.body.stream_block.to_python(blocks)
