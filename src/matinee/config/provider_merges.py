"""Many letters in one request, where a provider's batch form is a template with fields.

What the letters share goes once, what differs goes as fields, and every header of a letter goes
as its reader's own: Message-ID, List-Unsubscribe, Feedback-ID and the mark that outcomes find home
by. A letter that cannot go so without doubt goes alone.
"""

from __future__ import annotations

from typing import Any

from anymail.exceptions import AnymailError
from anymail.utils import parse_single_address
from django.core.mail import EmailMultiAlternatives

from matinee.config.provider_answers import (
    OUTCOMES,
    Answered,
    Letters,
    advice_of,
    result_of_error,
)
from matinee.post.merging import Fields
from matinee.post.relay import Outcome, Result


class MergeBatch:
    """A template, with each reader's fields and headers beside it."""

    taboo = ""
    """What begins a field of the provider's: a letter with it in its own words goes alone."""
    most_in_fields = 0
    """How many bytes a reader's fields may have together; 0 where there is no such limit."""

    def mark(self, name: str) -> str:
        """Return what stands for a field in the template."""
        return name

    def shares(self, letters: Letters) -> list[Letters]:
        """Return the letters as they go together: those alike, no reader twice, the odd alone."""
        alone: list[Letters] = []
        together: dict[tuple[Any, ...], list[tuple[int, EmailMultiAlternatives]]] = {}
        seen: set[str] = set()
        for letter in letters:
            _, message = letter
            address = _address(message)
            if address in seen or not self._fits(address, message):
                alone.append([letter])
                continue
            seen.add(address)
            alike = (message.from_email, *message.reply_to, *sorted(message.extra_headers))
            together.setdefault(alike, []).append(letter)
        return [*together.values(), *alone]

    def _fits(self, address: str, message: EmailMultiAlternatives) -> bool:
        # A provider that writes an address its own way (IDN) would not find its reader's headers.
        if not address or not address.isascii():
            return False
        own = (*_texts(message), *message.extra_headers.values())
        return not self.taboo or not any(self.taboo in text for text in own)

    def send(self, backend: Any, letters: Letters) -> Answered | None:
        """Hand all over in one request; None where they are to go one by one."""
        if len(letters) == 1:
            return None
        joined, fields = self._joined(letters)
        sizes = (sum(len(f"{self.mark(k)}{v}".encode()) for k, v in f.items()) for f in fields)
        if self.most_in_fields and max(sizes) > self.most_in_fields:
            return None
        try:
            backend.send_messages([joined])
        except Exception as error:  # whatever it is, these letters' fate is to be told
            told = [result_of_error(key, error) for key, _ in letters]
            if told[0].outcome is Outcome.REFUSED:
                return None
            late = told[0].outcome is Outcome.DEFERRED
            return told, advice_of(getattr(error, "response", None)) if late else None
        status = getattr(joined, "anymail_status", None)
        said = {a.lower(): r.status for a, r in status.recipients.items()} if status else {}
        return [self._fate(k, said.get(_address(m)) or "unknown") for k, m in letters], None

    def _fate(self, key: int, word: str) -> Result:
        return Result(key, OUTCOMES.get(word, Outcome.UNKNOWN), None, "", word)

    def _joined(self, letters: Letters) -> tuple[EmailMultiAlternatives, list[dict[str, str]]]:
        messages = [message for _, message in letters]
        merge = Fields([_texts(message) for message in messages], self.mark)
        subject, text, html = merge.templates
        joined: Any = EmailMultiAlternatives(
            subject, text, messages[0].from_email, [m.to[0] for m in messages],
            reply_to=messages[0].reply_to,
        )  # fmt: skip
        if html:
            joined.attach_alternative(html, "text/html")
        names = [_name(message) for message in messages]
        fields = [merge.values(n) for n in range(len(messages))]
        joined.merge_data = dict(zip(names, fields, strict=True))
        joined.merge_headers = dict(
            zip(names, [dict(m.extra_headers) for m in messages], strict=True)
        )
        joined.merge_metadata = dict(
            zip(names, [getattr(m, "metadata", {}) for m in messages], strict=True)
        )
        joined.esp_extra = self.extra()
        return joined, fields

    def extra(self) -> dict[str, Any]:
        """Return what anymail is told beside the message."""
        return {}


class MailgunBatch(MergeBatch):
    """Mailgun's recipient variables, 1,000 readers at most; `%recipient.NAME%` in a text."""

    taboo = "%recipient"

    def mark(self, name: str) -> str:
        """`%recipient.NAME%`."""
        return f"%recipient.{name}%"


class SendGridBatch(MergeBatch):
    """SendGrid's personalizations, 1,000 at most, each with 10,000 bytes of substitutions."""

    most_in_fields = 10_000

    def mark(self, name: str) -> str:
        """`[-NAME-]`, an end at either side: no field's mark begins another's."""
        return f"[-{name}-]"

    def extra(self) -> dict[str, Any]:
        """Tell anymail how fields are marked."""
        return {"merge_field_format": "[-{}-]"}


def _texts(message: EmailMultiAlternatives) -> list[str]:
    html = next((str(part[0]) for part in message.alternatives), "")
    return [str(message.subject), str(message.body), html]


def _name(message: EmailMultiAlternatives) -> str:
    return str(parse_single_address(message.to[0]).addr_spec)


def _address(message: EmailMultiAlternatives) -> str:
    """The reader's address as it is compared; "" where it cannot be read."""
    try:
        return _name(message).lower()
    except AnymailError:
        return ""
