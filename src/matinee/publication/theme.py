"""The publication's colours as a light and a dark palette that are always readable.

An editor picks three colours. Text in them must reach the contrast that WCAG 2.2 asks
(success criterion 1.4.3: 4.5 to 1), so each is moved towards black or white until it does.
"""

from __future__ import annotations

import hashlib

from matinee.publication.models import Publication

READABLE = 4.5
COMFORTABLE = 10.0
STEPS = 40

Colour = tuple[int, int, int]


def parse(text: str) -> Colour:
    """Return the red, green and blue (0 to 255) of `#rrggbb`."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def said(colour: Colour) -> str:
    """Return `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return `share` (0 to 1) of `other` in `one`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Return the relative luminance, 0 to 1 (WCAG 2.2, definition)."""

    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: Colour, *grounds: Colour, ratio: float = READABLE) -> Colour:
    """Return `colour`, moved just as far as it needs to have `ratio` on each of the grounds.

    Where no colour has it on all, black or white, which reads best on the first: one of the
    two always has 4.5 to 1 there.
    """
    black, white = (0, 0, 0), (255, 255, 255)
    goal = black if contrast(black, grounds[0]) >= contrast(white, grounds[0]) else white
    for step in range(STEPS + 1):
        moved = mix(colour, goal, step / STEPS)
        if all(contrast(moved, ground) >= ratio for ground in grounds):
            return moved
    return goal


def palette(ink: str, accent: str, paper: str, *, dark: bool = False) -> dict[str, str]:
    """Return every colour that pages use, by its CSS name without the dashes."""
    ground, text = parse(paper), parse(ink)
    if dark:
        ground = mix(parse(ink), (0, 0, 0), 0.45) if luminance(parse(ink)) < 0.2 else (18, 17, 22)
        text = mix(parse(paper), ground, 0.08)
    text = readable(text, ground, ratio=COMFORTABLE)
    wash = mix(ground, text, 0.045)
    lead = readable(parse(accent), ground, wash)
    on_lead = readable((255, 255, 255), lead)
    return {
        "paper": said(ground),
        "ink": said(text),
        "accent": said(lead),
        "on-accent": said(on_lead),
        "quiet": said(readable(mix(text, ground, 0.38), ground, wash, ratio=5.0)),
        "rule": said(mix(ground, text, 0.16)),
        "edge": said(readable(mix(ground, text, 0.5), ground, ratio=3.0)),
        "wash": said(wash),
        "tint": said(mix(ground, lead, 0.08)),
    }


def stylesheet(publication: Publication) -> str:
    """Return the CSS that sets the publication's colours, light and dark."""
    colours = (publication.ink, publication.accent, publication.paper)

    def rules(dark: bool) -> str:
        return "".join(f"--{k}:{v};" for k, v in palette(*colours, dark=dark).items())

    return (
        f":root{{color-scheme:light dark;{rules(False)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{rules(True)}}}}}\n"
        f"@media print{{:root{{{rules(False)}--paper:#fff;--wash:#fff;--tint:#fff;}}}}\n"
    )


def version(publication: Publication) -> str:
    """Return a short name for the present stylesheet, which changes when its colours do."""
    return hashlib.sha256(stylesheet(publication).encode()).hexdigest()[:12]
