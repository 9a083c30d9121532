"""Addresses that a relay refuses for good at hand-over, because there is no such mailbox.

A relay that knows its own mailboxes says at once what another says in a bounce an hour later, so
it has the same consequence: the address is mailed no more.
"""

from __future__ import annotations

from matinee.mailings import windows
from matinee.mailings.models import Batch, Delivery
from matinee.post.outcomes import hardness, status_in
from matinee.post.reasons import WORDS, reason_of
from matinee.readers.models import Suppression
from matinee.readers.use_cases import suppress_reader

_GONE = frozenset({"no-mailbox", "no-domain"})


def means_gone(code: int, reason: str) -> str:
    """Return the enhanced status by which a refusal says that there is no such mailbox, or "".

    By RFC 3463 §3.2 and RFC 7505 §4.2: 5.1.1, 5.1.2, 5.1.10 and their like. A refusal without
    such a code, or for policy, size, a full mailbox or the letter's content, says nothing of it.
    """
    status = status_in(reason)
    if code // 100 != 5 or not status.startswith("5.1."):
        return ""
    hard = hardness(status, "failed", reason) == "hard"
    return status if hard and reason_of(status, reason) in _GONE else ""


def suppress(batch: Batch) -> int:
    """Mail the batch's addresses of which this was said no more; return how many those are.

    It may be done again after a crash: an address is suppressed once.
    """
    if not batch.refused:
        return 0
    refused = windows.of_mailing(batch.mailing_id).filter(
        pk__range=(batch.first_id, batch.last_id), state=Delivery.State.REFUSED
    )
    gone = 0
    for reader, code, reason in refused.values_list("reader_id", "code", "reason"):
        if status := means_gone(code, reason):
            note = f"{WORDS[reason_of(status, reason)]} ({status}), said at hand-over"
            gone += suppress_reader(reader, Suppression.Reason.BOUNCE, note) is not None
    return gone
