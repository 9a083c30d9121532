"""What links to other sites answered, as far as they have been asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from matinee.editions import linkcheck
from matinee.editions.checked import LinkCheck
from matinee.editions.preflight.finding import Finding, Level, Looked, rule
from matinee.editions.preflight.links import every_link

Verdict = LinkCheck.Verdict


@rule("link-checked")
def checked(looked: Looked) -> Iterator[Finding]:
    """Broken links are stops; what cannot be told from here is a warning in so many words."""
    urls = linkcheck.external(looked.edition)
    rows = linkcheck.known(urls)
    words: dict[str, tuple[str, str]] = {}
    for block, url, said in every_link(looked.sheet):
        words.setdefault(url, (block, said or url))
    for url in urls:
        row = rows.get(url)
        if row is not None and row.checked_at is not None:
            block, said = words[url]
            yield from _say(looked, row, block, f"the link “{said}”")
    answered = sum(1 for row in rows.values() if row.checked_at is not None)
    if urls:
        yield Finding("link-checked", Level.NOTE, "the links", _sum(answered, len(urls)), "")


def _sum(answered: int, links: int) -> str:
    if answered < links:
        return f"Checking the links to other sites: {answered} of {links} so far."
    return f"All {links} links to other sites have been asked." if links > 1 else (
        "The link to another site has been asked."
    )  # fmt: skip


def _say(looked: Looked, row: LinkCheck, block: str, where: str) -> Iterator[Finding]:
    at = _time(looked, row.checked_at) if row.checked_at else ""
    host = urlsplit(row.url).hostname or row.url
    if row.verdict == Verdict.GONE:
        yield Finding(
            "link-checked", Level.STOP, where,
            f"{host} says that there is no such page ({row.status}, asked {at}).",
            "Mend the address or take the link out. Saving asks again.", block,
        )  # fmt: skip
    elif row.verdict == Verdict.FAILING:
        yield Finding(
            "link-checked", Level.WARN, where,
            f"{host} answered with an error ({row.status}, asked {at}, {_times(row)}).",
            "Open it yourself. If it stays so, link to something else.", block,
        )  # fmt: skip
    elif row.verdict == Verdict.UNREACHABLE:
        yield Finding(
            "link-checked", Level.WARN, where,
            f"{row.why} ({host}, asked {at}, {_times(row)}.) If this machine has no way out to the "
            "web, that says nothing about the link.",
            "Open it yourself, then tick this off.", block,
        )  # fmt: skip
    elif row.verdict == Verdict.REFUSED:
        yield Finding(
            "link-checked", Level.WARN, where, row.why,
            "Use an address that readers can reach from anywhere.", block,
        )  # fmt: skip
    elif row.verdict == Verdict.CLOSED:
        yield Finding(
            "link-checked", Level.NOTE, where,
            f"{host} keeps machines out ({row.status}), so it could not be checked.",
            "Open it yourself.", block,
        )  # fmt: skip
    if row.insecure:
        yield Finding(
            "link-checked", Level.WARN, f"{where}, on its way",
            f"It leads on from https to http ({row.leads_to}), where others can read along.",
            "Link to an address that stays on https.", block,
        )  # fmt: skip
    elif row.leads_to and row.verdict == Verdict.FINE and _elsewhere(row):
        yield Finding(
            "link-checked", Level.WARN, f"{where}, on its way",
            f"It leads on to another site, {urlsplit(row.leads_to).hostname}.",
            f"If that is what you mean, link to it directly: {row.leads_to}", block,
        )  # fmt: skip


def _times(row: LinkCheck) -> str:
    return "once" if row.tries <= 1 else f"{row.tries} times"


def _elsewhere(row: LinkCheck) -> bool:
    first, last = (urlsplit(url).hostname or "" for url in (row.url, row.leads_to))
    return first.removeprefix("www.") != last.removeprefix("www.")


def _time(looked: Looked, moment: datetime) -> str:
    local = moment.astimezone(looked.edition.newsletter.zone)
    return f"{local.day} {local:%B} at {local:%H:%M}"
