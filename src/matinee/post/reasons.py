"""Why a letter came back, as one of a few words that a report can count (RFC 3463 §3)."""

from __future__ import annotations

import re
from typing import Literal

Reason = Literal[
    "no-mailbox",
    "no-domain",
    "full",
    "disabled",
    "unreachable",
    "busy",
    "too-big",
    "policy",
    "content",
    "sender",
    "other",
]
# What each means to an editor, and what to do about it.
WORDS: dict[str, str] = {
    "no-mailbox": "There is no such mailbox",
    "no-domain": "The address's domain takes no mail",
    "full": "The mailbox is full",
    "disabled": "The mailbox is switched off or takes no mail just now",
    "unreachable": "Its mail server could not be reached in time",
    "busy": "Its mail server had trouble of its own",
    "too-big": "The letter is larger than the mailbox takes",
    "policy": "Its mail server turned us away (spam filter, policy or reputation)",
    "content": "Its mail server did not like the letter's form",
    "sender": "Its mail server did not like our sender's address",
    "other": "No reason that we know",
    "complaint": "The reader marked it as spam",
    "unsubscribed": "The reader left through their mail provider",
}
# Those that are about the mailbox. The others are about us or the letter: however often they
# come, they say nothing of the reader, and suppress nobody.
OF_THE_MAILBOX = frozenset({"no-mailbox", "no-domain", "full", "disabled", "unreachable"})
# The same, minus what must be for ever: what free words can make of a bare "failed".
_SAID: list[tuple[Reason, re.Pattern[str]]] = [
    ("full", re.compile(r"over ?quota|quota exceeded|exceeded storage|mailbox (?:is )?full")),
    ("policy", re.compile(r"\bspam\b|(?:block|black) ?list|blocked|reputation|\bpolicy|dmarc")),
    ("too-big", re.compile(r"too (?:large|big)|size limit|exceeds (?:the )?(?:maximum )?size")),
    ("unreachable", re.compile(r"timed? ?out|connection refused|retry time|unable to connect")),
    ("disabled", re.compile(r"(?:account|mailbox|user)\b.{0,30}(?:disabled|inactive|suspended)")),
    ("no-domain", re.compile(r"(?:domain|host)(?: name)? not found|no such domain")),
    (
        "no-mailbox",
        re.compile(
            r"(?:user|mailbox|recipient|address|account).{0,40}"
            r"(?:unknown|not found|exist|invalid|doesn't have|unrouteable)"
            r"|(?:unknown|no such|unrouteable) (?:user|mailbox|recipient|address)"
        ),
    ),
]  # fmt: skip
_NULL_MX = re.compile(r"null ?mx|not accept mail", re.IGNORECASE)
_EXACT: dict[str, Reason] = {
    "1.2": "no-domain",
    "1.7": "sender",
    "1.8": "sender",
    "2.1": "disabled",
    "2.2": "full",
    "2.3": "too-big",
    "3.4": "too-big",
    "4.4": "no-domain",
}
_BY_SUBJECT: dict[str, Reason] = {
    "1": "no-mailbox",
    "2": "disabled",
    "3": "busy",
    "4": "unreachable",
    "5": "busy",
    "6": "content",
    "7": "policy",
}


def reason_of(status: str, words: str = "") -> Reason:
    """Return why, by an enhanced status code; by the server's words where that says nothing.

    `status` is "5.1.1" or empty; x.0.x says no more than "failed".
    """
    _, _, detail = status.partition(".")
    if detail == "1.10":  # RFC 7505: a domain that takes no mail; Exchange: no such mailbox
        return "no-domain" if _NULL_MX.search(words) else "no-mailbox"
    if detail and not detail.startswith("0."):
        return _EXACT.get(detail) or _BY_SUBJECT.get(detail.partition(".")[0], "other")
    return said(words) or "other"


def said(words: str) -> Reason | None:
    """Return what a server's free words say; None where they say nothing that we know."""
    low = words[:1000].lower()
    return next((reason for reason, pattern in _SAID if pattern.search(low)), None)
