"""Which providers take many letters in one request, and how.

Only where every reader's headers stay their own, and the answer (or its absence) tells each
letter's fate. The others get one request a letter:

| provider | why |
| --- | --- |
| Amazon SES, Mandrill, Postal, Scaleway | no headers for one reader among many |
| MailerSend | its bulk form only tells later, to who asks, what became of each |
| SparkPost | an answer says how many were turned away, not who |
| Unisender Go | List-Unsubscribe alone may differ by reader, not Message-ID |
"""

from __future__ import annotations

from typing import Any, Protocol

from matinee.config.provider_answers import Answered, Letters
from matinee.config.provider_lists import (
    BrevoBatch,
    MailjetBatch,
    MailtrapBatch,
    PostmarkBatch,
    ResendBatch,
)
from matinee.config.provider_merges import MailgunBatch, SendGridBatch


class Batch(Protocol):
    """How one provider takes many letters at once."""

    def shares(self, letters: Letters) -> list[Letters]:
        """Return the letters as they go together in requests."""

    def send(self, backend: Any, letters: Letters) -> Answered | None:
        """Hand one share over; None where nothing of it was taken and each is to go alone."""


BATCHES: dict[str, Batch] = {
    "brevo": BrevoBatch(),
    "mailgun": MailgunBatch(),
    "mailjet": MailjetBatch(),
    "mailtrap": MailtrapBatch(),
    "postmark": PostmarkBatch(),
    "resend": ResendBatch(),
    "sendgrid": SendGridBatch(),
}
