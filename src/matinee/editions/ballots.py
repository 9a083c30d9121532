"""The answers that readers gave to an edition's polls: one row a reader, gone with the reader."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class PollVote(models.Model):
    """One reader's answer to one poll. They may change it until the poll closes.

    The row hangs on the reader: erasing them takes it along, and the count goes down by one.
    """

    edition = models.ForeignKey(
        "editions.EditionPage", on_delete=models.CASCADE, related_name="votes", db_index=False
    )
    # The id of the poll's block: it stays when blocks are moved.
    poll = models.CharField(max_length=36)
    reader = models.ForeignKey("readers.Reader", on_delete=models.CASCADE, related_name="+")
    answer = models.PositiveSmallIntegerField(help_text="The answer's place in the poll, from 0.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "poll", "reader"], name="one_answer_a_reader"
            )
        ]

    def __str__(self) -> str:
        return f"answer {self.answer} to {self.poll}"
