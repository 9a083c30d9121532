"""Django's own mail (workflow notices, password resets) by the relay that letters go by."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from matinee.newsletters.models import Newsletter
from matinee.post.relay import Envelope, Outcome, RelayConfigError, send_one

logger = logging.getLogger(__name__)
PATIENCE = 15.0  # seconds


class RelayBackend(BaseEmailBackend):
    """Hands each message to MAIL_URL, one recipient at a time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many messages went to all of their recipients.

        A relay that does not take one raises OSError, unless `fail_silently`.
        """
        return sum(self._send(message) for message in email_messages)

    def _send(self, message: EmailMessage) -> bool:
        message.from_email = sender_for(message.from_email)
        raw = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        refused = [to for to in message.recipients() if not self._hand_over(message, to, raw)]
        if refused and not self.fail_silently:
            raise OSError("The mail relay did not take a message to an editor. Check MAIL_URL.")
        return not refused

    def _hand_over(self, message: EmailMessage, recipient: str, raw: bytes) -> bool:
        sender, to = parseaddr(message.from_email)[1], parseaddr(recipient)[1]
        envelope = Envelope(0, sender, to, raw)
        try:
            result = send_one(
                settings.MAIL_URL, envelope, inbox_path=settings.INBOX_PATH, timeout=PATIENCE
            )
        except (OSError, RelayConfigError) as error:
            logger.error("Mail to an editor did not go: %s", type(error).__name__)
            return False
        return result.outcome is Outcome.SENT


def sender_for(named: str) -> str:
    """Return who such mail is from: a newsletter's sender where the settings name nobody."""
    if named and named != "webmaster@localhost":
        return named
    newsletter = Newsletter.objects.order_by("pk").first()
    return newsletter.sender_address if newsletter else "matinee@localhost"
