"""Who it comes from: whether mailbox providers will believe it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from matinee.editions.preflight.finding import Finding, Level, Looked, rule
from matinee.post.headers import domain_of

RESERVED = (".example", ".test", ".invalid", ".localhost", "example.com", "example.org")
FREEMAIL = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "yahoo.com",
        "outlook.com",
        "hotmail.com",
        "icloud.com",
        "aol.com",
        "gmx.net",
        "gmx.de",
        "proton.me",
    }
)
PATIENCE = 2.0  # seconds for each question to the DNS


def stays_here() -> bool:
    """Whether mail goes no further than the embedded inbox."""
    return settings.MAIL_URL.startswith("inbox:")


def organisation(domain: str) -> str:
    """Return a domain's last two labels, or three under a two-letter country's second level.

    A near guess at the organisational domain of RFC 7489 §3.2, without its list of suffixes.
    """
    labels = domain.lower().rstrip(".").split(".")
    second = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if second else labels[-2:])


@rule("sender-domain")
def sender_domain(looked: Looked) -> Iterator[Finding]:
    """A sender's address that cannot work on the open network."""
    domain = domain_of(looked.sheet.sender_address)
    if domain in FREEMAIL:
        yield Finding(
            "sender-domain",
            Level.STOP,
            looked.sheet.sender_address,
            f"{domain} lets nobody else send in its name (its DMARC policy says so).",
            "Send from an address under the publication’s own domain.",
        )
    elif domain.endswith(RESERVED) and not stays_here():
        yield Finding(
            "sender-domain",
            Level.STOP,
            looked.sheet.sender_address,
            "That domain exists for examples only; every mailbox will refuse it.",
            "Give the newsletter a sender address under your own domain.",
        )


@rule("sender-alignment")
def alignment(looked: Looked) -> Iterator[Finding]:
    """A return path under another organisation's domain, so that SPF speaks for another."""
    bounce = settings.BOUNCE_DOMAIN
    domain = domain_of(looked.sheet.sender_address)
    if bounce and organisation(bounce) != organisation(domain):
        yield Finding(
            "sender-alignment",
            Level.WARN,
            looked.sheet.sender_address,
            f"Bounces go to {bounce}, which is not under {organisation(domain)}: SPF then says "
            "nothing for the sender, and DKIM alone must carry DMARC.",
            f"Use a BOUNCE_DOMAIN such as bounce.{organisation(domain)}.",
        )
    if not settings.DKIM_KEY and not stays_here():
        yield Finding(
            "sender-alignment",
            Level.NOTE,
            "the signature",
            "Letters are not signed with DKIM here; your relay must sign them.",
            "Set DKIM_KEY, or check that the relay signs.",
        )


def _txt(name: str) -> list[str]:
    """Return a name's TXT records; OSError where the DNS cannot be asked."""
    import dns.exception
    import dns.resolver

    try:
        answer: Any = dns.resolver.resolve(name, "TXT", lifetime=PATIENCE)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise OSError("The DNS did not answer.") from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def dns_findings(domain: str, bounce: str, selector: str) -> Iterator[Finding]:
    """Yield what the DNS lacks: SPF (RFC 7208), DMARC (RFC 7489), a DKIM key (RFC 6376)."""
    asked = [
        ("SPF", bounce or domain, "v=spf1", "which servers may send for it"),
        ("DMARC", f"_dmarc.{domain}", "v=dmarc1", "what to do with mail that only pretends"),
    ]
    if settings.DKIM_KEY:
        asked.append(("DKIM", f"{selector}._domainkey.{domain}", "p=", "the key of the signature"))
    for what, name, starts, tells in asked:
        if not any(starts in record.lower() for record in _txt(name)):
            yield Finding(
                "sender-dns",
                Level.WARN,
                name,
                f"It has no {what} record, which says {tells}. Gmail and Yahoo! ask for one.",
                f"Add the {what} record; docs/operators.md shows it word for word.",
            )


@rule("sender-dns", thorough=True)
def sender_dns(looked: Looked) -> Iterator[Finding]:
    """SPF, DKIM and DMARC in the DNS; a note where it cannot be asked."""
    if stays_here():
        return
    domain = domain_of(looked.sheet.sender_address)
    try:
        yield from dns_findings(domain, settings.BOUNCE_DOMAIN, settings.DKIM_SELECTOR)
    except OSError:
        yield Finding(
            "sender-dns",
            Level.NOTE,
            domain,
            "Its SPF, DKIM and DMARC records could not be checked: the DNS did not answer.",
            "Check again later, or with: dig TXT _dmarc." + domain,
        )
