"""How many letters a second are filled on one core.

    python benchmarks/fill.py [--fills N] [--json]

A letter of about 25 KB with 15 tracked links: 20 slots in its body and the usual ones in its
headers. Each reader's values differ; half of the runs are for names that ASCII does not hold. The
yardstick is Python's own `email` package making the same message from finished text and HTML. Both
are counted in processor time, so that other work on the machine weighs less.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:] = [str(ROOT), *(p for p in sys.path if Path(p or ".").resolve() != ROOT / "benchmarks")]

from matinee.post.headers import newsletter_headers  # noqa: E402
from matinee.post.letter import Letter, slot  # noqa: E402
from matinee.post.tokens import LinkTokens  # noqa: E402

BAR = 50_000  # fills a second
SIZE = 25_000
LINKS = 15
RUNS = 5
PROSE = (
    "The lighthouse keeper's daughter winds the projector by hand, and the whole island comes "
    "to see what the sea has left of the second reel. "
)
Values = Mapping[str, str]


def parts(prose: int) -> tuple[str, str]:
    """Return text and HTML with their slots and so many characters of prose."""
    half = prose // 2
    body = (PROSE * (half // len(PROSE) + 1))[:half]
    links = "".join(
        f'<p><a href="https://tidewater.example/l/{slot("read")}/{n}">Story {n}</a></p>\n'
        for n in range(LINKS)
    )
    leave = f"https://tidewater.example/u/{slot('leave')}/"
    html = (
        f"<!doctype html><title>The Back Row</title><p>Dear {slot('name')},</p>\n<p>{body}</p>\n"
        f'{links}<p><a href="{leave}">Unsubscribe</a></p>'
    )
    text = (
        f"Dear {slot('name')},\n\n{body}\n\nhttps://tidewater.example/l/{slot('read')}/0\n{leave}\n"
    )
    return text, html


def letter(prose: int) -> Letter:
    """Return the letter with so many characters of prose."""
    text, html = parts(prose)
    headers = newsletter_headers(
        sender_name="Orla Pennant",
        sender_address="orla@tidewater.example",
        subject="What the sea has left of the second reel",
        slug="the-back-row",
        newsletter="The Back Row",
        unsubscribe_url=f"https://tidewater.example/u/{slot('leave')}/",
        unsubscribe_mailto=f"leave+{slot('leave')}@tidewater.example",
        campaign="7",
    )
    return Letter.compile(headers=headers, text=text, html=html)


def sized_letter(size: int = SIZE) -> tuple[Letter, int]:
    """Return a letter of about `size` bytes once filled, and its prose's length."""
    one = readers(1, "Ann Archer")[0]
    empty = len(letter(0).fill(one))
    per_character = (len(letter(10_000).fill(one)) - empty) / 10_000
    prose = int((size - empty) / per_character)
    return letter(prose), prose


def readers(count: int, name: str) -> list[Values]:
    """Return so many readers' values."""
    tokens = LinkTokens(b"a secret for a benchmark")
    made = []
    for n in range(count):
        minted = tokens.mint(n, n)
        made.append(
            {
                "name": f"{name} {n}",
                "address": f"reader{n}@readers.example",
                "date": "Mon, 23 Nov 2026 07:00:00 +0000",
                "message_id": f"<7.{n}@tidewater.example>",
                "read": minted.read,
                "leave": minted.leave,
            }
        )
    return made


def by_the_library(text: str, html: str, values: Values) -> bytes:
    """Make one message as Python's own package does."""
    message = EmailMessage(policy=SMTP)
    message["Date"] = values["date"]
    message["From"] = "Orla Pennant <orla@tidewater.example>"
    message["To"] = Address(values["name"], addr_spec=values["address"])
    message["Message-ID"] = values["message_id"]
    message["Subject"] = "What the sea has left of the second reel"
    for name, value in values.items():
        text, html = text.replace(slot(name), value), html.replace(slot(name), value)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def rate(make: Callable[[Values], bytes], everybody: Sequence[Values], runs: int = RUNS) -> float:
    """Return the calls a second of processor time in the best of several runs."""
    best = 0.0
    for _ in range(runs):
        began = time.process_time()
        for values in everybody:
            make(values)
        best = max(best, len(everybody) / (time.process_time() - began))
    return best


def measure(fills: int) -> dict[str, Any]:
    """Return the figures."""
    made, prose = sized_letter()
    text, html = parts(prose)
    plain, foreign = readers(fills, "Ann Archer"), readers(fills, "Zoë Ní Bhriain")
    library = rate(lambda values: by_the_library(text, html, values), plain[:50])
    figures = {
        "fills per second": rate(made.fill, plain),
        "fills per second, names beyond ASCII": rate(made.fill, foreign),
        "email package per second": library,
        "letter bytes": len(made.fill(plain[0])),
        "slots filled": sum(len(places) for _, places in made.filled(plain[0])),
    }
    ratios = {"fills per second / email package": figures["fills per second"] / library}
    settings = {"fills": fills, "runs": RUNS, "links": LINKS}
    return {"benchmark": "fill", "figures": figures, "ratios": ratios, "settings": settings}


def table(result: dict[str, Any]) -> str:
    """Return the figures as a plain table."""
    rows = [f"fill: {', '.join(f'{name} {value}' for name, value in result['settings'].items())}"]
    for name, value in result["figures"].items():
        bar = f"   (at least {BAR:,})" if name.startswith("fills") else ""
        rows.append(f"  {name:<38}{value:>12,.0f}{bar}")
    rows += [f"  {name:<38}{value:>12,.1f}" for name, value in result["ratios"].items()]
    return "\n".join(rows)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--fills", type=int, default=20_000, help="readers in each run")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(max(50, options.fills))
    print(json.dumps(result) if options.json else table(result))


if __name__ == "__main__":
    main()
