"""The ways to look at an edition before it goes: the press's own output, shown as mail would be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse

from matinee.editions import clients
from matinee.editions.links import leave, pixel, preferences, without_votes
from matinee.editions.mjml import with_article
from matinee.post.letter import slot

if TYPE_CHECKING:
    from matinee.editions.models import EditionPage
    from matinee.editions.press import Variant

WEB = "web"
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
NAMES = {
    "email": "Email",
    WEB: "Web page",
    "dark": "Email, dark",
    "phone": "Email on a phone",
    "off": "Images off",
    "text": "Plain text",
    "gmail": "As Gmail reads it",
    "gmail-other": "As Gmail reads another provider’s mail",
    "outlook": "As Outlook on Windows reads it",
    "apple": "As Apple Mail reads it",
    "yahoo": "As Yahoo! Mail reads it",
}
PHONE = 390  # pixels wide

_DARK = "(prefers-color-scheme:dark)"


def modes(edition: EditionPage) -> list[tuple[str, str]]:
    """Return (name, words) of each way, one for each territory with dates of its own among them."""
    own = [(f"in-{code}", f"Email in {with_article(name)}") for code, name in places(edition)]
    return [*NAMES.items(), *own, *(_as_member(pk, name) for pk, name in in_segments(edition))]


def _as_member(segment: int, name: str) -> tuple[str, str]:
    return f"as-{segment}", f"Email to somebody in “{name}”"


def in_segments(edition: EditionPage) -> list[tuple[int, str]]:
    """Return (number, name) of the segments that the edition has blocks for."""
    from matinee.editions import segments
    from matinee.readers.models import Segment

    chosen = segments.named(edition.body.get_prep_value())
    return list(Segment.objects.filter(pk__in=chosen).values_list("pk", "name"))


def places(edition: EditionPage) -> list[tuple[str, str]]:
    """Return (code, name) of the territories that the edition has a letter of their own for."""
    from matinee.editions.choosing import ids_in
    from matinee.films.models import Release
    from matinee.publication.models import Territory

    films, codes = ids_in(edition.body.get_prep_value())
    known = set(Release.objects.filter(film_id__in=films).values_list("territory_id", flat=True))
    return list(Territory.objects.filter(pk__in=known | codes).values_list("code", "name"))


def answer(edition: EditionPage, mode: str) -> HttpResponse:
    """Return the edition as seen in `mode`; raises KeyError for one that there is not."""
    from matinee.editions import press

    seen = _as_whom(edition, mode)
    one = press.variant(edition, seen.territory)
    content, plain = _shown(one, seen)
    if mode == "text":
        content = _page(f"<pre>{escape(plain)}</pre>")
    elif mode == "dark":
        content = content.replace(_DARK, "all")
    else:
        content = content.replace(_DARK, "not all")
        if mode == "phone":
            content = _phone(content)
        elif mode in clients.KEYS:
            content = clients.as_read_in(mode, content)
        elif not mode.startswith(("in-", "as-", "for-")) and mode not in NAMES:
            raise KeyError(mode)
    response = HttpResponse(content)
    policy = MAIL_POLICY
    if mode == "off":
        policy = policy.replace("img-src 'self' data:", "img-src 'none'")
    response["Content-Security-Policy"] = policy
    return response


@dataclass(frozen=True)
class Seen:
    """As whom a letter is looked at: a territory, the segments they are in, a name (None: any)."""

    territory: str = ""
    meant: Sequence[int] = ()
    name: str | None = None


def _as_whom(edition: EditionPage, mode: str) -> Seen:
    kind, _, which = mode.partition("-")
    if kind == "in":
        return Seen(territory=which)
    if kind in ("as", "for") and not re.fullmatch(r"[0-9]{1,18}", which):
        raise KeyError(mode)
    if kind == "as":
        return Seen(meant=[int(which)])
    return _as_reader(edition, int(which)) if kind == "for" else Seen()


def _as_reader(edition: EditionPage, pk: int) -> Seen:
    """Return how one reader would get it; raises KeyError where there is no such reader."""
    from matinee.editions import segments
    from matinee.readers.models import Reader

    reader = Reader.objects.filter(pk=pk).first()
    if reader is None:
        raise KeyError(f"for-{pk}")
    own = segments.matched([number for number, _ in in_segments(edition)], [pk])
    return Seen(reader.territory, sorted(own[pk]), reader.name)


def _shown(one: Variant, seen: Seen) -> tuple[str, str]:
    """Return (HTML, text) for a reader such as `seen`, links live, nothing counted."""
    from matinee.editions import press, segments

    content = segments.cut_text(one.html, seen.meant).replace(pixel(), "data:,")
    for number in range(len(one.links) - 1, -1, -1):
        tracked = f'"{settings.SITE_URL}/l/{slot("read")}/{number}"'
        content = content.replace(tracked, f'"{escape(one.links[number])}"')
    content = without_votes(content, "#")
    for own in (leave(), preferences()):
        content = content.replace(own, "#")
    values = press.sample()
    if seen.name is not None:
        values["name"] = seen.name
    content = press.fill_text(content, values, escaped=True)
    # The desk may be open under another of the site's names than the letter's pictures.
    content = content.replace(f'src="{settings.SITE_URL}/', 'src="/')
    content = content.replace("<head>", '<head><base target="_blank">', 1)
    return content, press.fill_text(segments.cut_text(one.text, seen.meant), values)


def _page(inner: str) -> str:
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Preview</title>'
        "<style>body{margin:0;background:#fff;color:#1a1a1a}pre{font:14px/1.5 ui-monospace,"
        "Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:0 auto;"
        "padding:24px;max-width:76ch}iframe{display:block;margin:16px auto;border:10px solid "
        "#1a1a1a;border-radius:36px;background:#fff}</style></head>"
        f"<body>{inner}</body></html>"
    )


def _phone(content: str) -> str:
    return _page(
        f'<iframe title="On a phone" width="{PHONE}" height="780" srcdoc="{escape(content)}">'
        "</iframe>"
    )
