"""Addresses: checked by email-validator, keyed for look-ups, and gently doubted where mistyped."""

from __future__ import annotations

import re
from functools import lru_cache

from disposable_email_domains import blocklist
from email_validator import EmailNotValidError, validate_email

from matinee.readers import keys

LONGEST = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets

# What nearly every address looks like. Only speeds up bulk work: email-validator agrees with it
# wherever it matches (tests/readers/test_addresses.py).
_PLAIN = re.compile(
    r"(?=.{6,100}\Z)(?P<local>[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@"
    r"(?P<domain>(?:[a-z0-9]+\.)+(?:com|org|net|edu|uk|de|fr|ie|au|ca|nz|it|es|nl))\Z"
)
_LONGEST_LOCAL = 64
_LONGEST_LABEL = 63

COMMON_DOMAINS = (
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "outlook.com",
    "live.com",
    "live.co.uk",
    "msn.com",
    "yahoo.com",
    "yahoo.co.uk",
    "ymail.com",
    "aol.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "btinternet.com",
    "sky.com",
    "virginmedia.com",
    "talktalk.net",
    "protonmail.com",
    "proton.me",
    "fastmail.com",
    "gmx.net",
    "gmx.com",
    "gmx.de",
    "web.de",
    "orange.fr",
    "free.fr",
    "wanadoo.fr",
    "comcast.net",
    "verizon.net",
    "bigpond.com",
)
# Real domains one slip away from a common one: not to be doubted.
REAL = frozenset(
    {"mail.com", "email.com", "gmx.at", "gmx.ch", "yahoo.fr", "yahoo.de", "yahoo.ca", "yahoo.in",
     "yahoo.it", "yahoo.es", "hotmail.fr", "hotmail.de", "hotmail.it", "hotmail.es", "live.fr",
     "live.nl", "live.de", "live.ca", "live.com.au", "hotmail.ca", "outlook.fr", "outlook.de",
     "outlook.es", "outlook.ie", "yahoo.ie", "yahoo.co.in", "yahoo.co.nz", "yahoo.com.au",
     "hey.com",
     "pm.me", "tme.com", "mc.com", "ms.com", "aon.com", "ao.com", "sky.de", "web.com", "freel.fr"}
)  # fmt: skip
# Endings that no one has, and what was meant.
ENDINGS = {
    "con": "com",
    "cmo": "com",
    "ocm": "com",
    "comm": "com",
    "vom": "com",
    "xom": "com",
    "cim": "com",
    "ner": "net",
    "nte": "net",
    "ukk": "uk",
}


class BadAddress(ValueError):
    """What was typed is no email address."""


def tidy(typed: str) -> str:
    """Return an address as it is to be mailed; raises BadAddress.

    Surrounding blanks go; the domain is put into lower case and Unicode's composed form, the
    local part stays as typed. Internationalised addresses (RFC 6531) are welcome.
    """
    typed = typed.strip()
    if len(typed) > LONGEST:
        raise BadAddress("An address has 254 characters at most.")
    if (plain := _PLAIN.match(typed)) and _is_plain(plain):
        return typed
    try:
        checked = validate_email(typed, check_deliverability=False)
    except (EmailNotValidError, UnicodeError, ValueError) as error:
        raise BadAddress("This is no email address.") from error
    if len(checked.normalized) > LONGEST:
        raise BadAddress("An address has 254 characters at most.")
    return str(checked.normalized)


def _is_plain(match: re.Match[str]) -> bool:
    domain = match["domain"]
    return len(match["local"]) <= _LONGEST_LOCAL and (
        max(map(len, domain.split("."))) <= _LONGEST_LABEL
    )


def key_of(address: str) -> str:
    """Return the keyed hash that an address is found by: HMAC-SHA256 (hex) of it, case folded.

    Mailboxes that differ in case alone are one mailbox everywhere that matters (RFC 5321 §2.4
    lets them differ, and advises against it).
    """
    return keys.keyed_hash("address", address.strip().casefold())


def is_throwaway(address: str) -> bool:
    """Whether the address is of a known throwaway service. The desk shows it; nobody is refused."""
    return address.rpartition("@")[2].lower() in blocklist


def typo_hint(address: str) -> str | None:
    """Return the address that was probably meant, or None. Knows domains only, no reader."""
    local, _, domain = address.rpartition("@")
    meant = _meant(domain.lower())
    return f"{local}@{meant}" if meant else None


@lru_cache(maxsize=4096)
def _meant(domain: str) -> str | None:
    if domain in COMMON_DOMAINS or domain in REAL:
        return None
    stem, _, ending = domain.rpartition(".")
    if ending in ENDINGS:
        return f"{stem}.{ENDINGS[ending]}"
    for common in COMMON_DOMAINS:
        # Short names are too close to one another to guess by.
        if len(common) >= 7 and len(domain) >= 6 and _slips(domain, common) == 1:
            return common
    for common in COMMON_DOMAINS[:12]:
        if len(common) >= 9 and _slips(domain, common) == 2 and domain[:1] == common[:1]:
            return common
    return None


def _slips(typed: str, meant: str) -> int:
    """Return how many slips of the finger lie between two words (optimal string alignment)."""
    if abs(len(typed) - len(meant)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, a in enumerate(typed, 1):
        before_that, before = before, row
        row = [i]
        for j, b in enumerate(meant, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == meant[j - 2] and typed[i - 2] == b:
                cost = min(cost, before_that[j - 2] + 1)
            row.append(cost)
    return row[-1]
