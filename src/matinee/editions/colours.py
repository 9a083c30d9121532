"""A newsletter's two colours made into a palette that can be read, in light and in dark.

Contrast is the ratio of WCAG 2.2 (1.4.3): 4.5:1 for text. A colour that falls short is moved
towards black or white just as far as it must.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

TEXT = 4.5
RGB = tuple[float, float, float]

DARK_PAGE = "#0f0e12"
DARK_PAPER = "#1a181f"
DARK_TINT = "#26232d"
DARK_INK = "#f1ece3"


def _rgb(colour: str) -> RGB:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(rgb: RGB) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in rgb)


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, from 0 (black) to 1 (white)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `one` with `share` (0 to 1) of `other` in it."""
    a, b = _rgb(one), _rgb(other)
    return _hex(
        (
            a[0] + (b[0] - a[0]) * share,
            a[1] + (b[1] - a[1]) * share,
            a[2] + (b[2] - a[2]) * share,
        )
    )


def readable(colour: str, *grounds: str, ratio: float = TEXT) -> str:
    """Return `colour`, moved towards black or white until it can be read on every ground."""
    target = pole(*grounds)
    for step in range(51):
        moved = mix(colour, target, step / 50)
        if all(contrast(moved, ground) >= ratio for ground in grounds):
            return moved
    return target


def pole(*grounds: str) -> str:
    """Return black or white, whichever reads better on the worst of these grounds."""
    return max(
        ("#000000", "#ffffff"), key=lambda end: min(contrast(end, ground) for ground in grounds)
    )


def near(paper: str, other: str, share: float) -> str:
    """Return paper with a share of another colour, or bare where text would suffer by it."""
    mixed = mix(paper, other, share)
    return mixed if contrast(pole(paper), mixed) >= TEXT else paper


def over(ground: str) -> str:
    """Return the near-white or near-black that reads best on `ground`, pure where it must be."""
    best = max("#fffdf8", "#16141b", key=lambda colour: contrast(colour, ground))
    return readable(best, ground)


@dataclass(frozen=True)
class Palette:
    """Every colour of a letter: light ones, then the dark ones that stand in for them."""

    page: str
    paper: str
    tint: str
    rule: str
    ink: str
    muted: str
    accent: str
    mast: str
    on_mast: str
    mast_muted: str
    stripe: str
    button: str
    on_button: str
    dark_page: str
    dark_paper: str
    dark_tint: str
    dark_rule: str
    dark_ink: str
    dark_muted: str
    dark_accent: str
    dark_mast: str
    dark_on_mast: str

    def pairs(self) -> list[tuple[str, str, str]]:
        """Return each (what, text colour, its ground) that a letter sets."""
        grounds = {"paper": self.paper, "tint": self.tint}
        light = [
            (f"{name} on {where}", colour, ground)
            for where, ground in grounds.items()
            for name, colour in (
                ("text", self.ink),
                ("small text", self.muted),
                ("links", self.accent),
            )
        ]
        dark = [
            (f"{name} on {where}, dark", colour, ground)
            for where, ground in (("paper", self.dark_paper), ("tint", self.dark_tint))
            for name, colour in (
                ("text", self.dark_ink),
                ("small text", self.dark_muted),
                ("links", self.dark_accent),
            )
        ]
        return [
            *light,
            ("small text on the page", self.muted, self.page),
            ("the masthead", self.on_mast, self.mast),
            ("the masthead's small text", self.mast_muted, self.mast),
            ("the button", self.on_button, self.button),
            *dark,
            ("small text on the page, dark", self.dark_muted, self.dark_page),
            ("the masthead, dark", self.dark_on_mast, self.dark_mast),
        ]


@lru_cache(maxsize=64)
def palette(ink: str, accent: str, paper: str) -> Palette:
    """Return the palette of a newsletter's ink and accent on the publication's paper (#rrggbb)."""
    tint = near(paper, accent, 0.06)
    page = near(paper, ink, 0.07)
    # The band may be any colour; what is set on it follows.
    on_mast = over(ink)
    dark_mast = ink if luminance(ink) < 0.12 else mix(ink, "#000000", 0.65)
    return Palette(
        page=page,
        paper=paper,
        tint=tint,
        rule=mix(paper, ink, 0.16),
        ink=readable(ink, paper, tint, ratio=7),
        muted=readable(mix(ink, paper, 0.32), paper, tint, page),
        accent=readable(accent, paper, tint, page),
        mast=ink,
        on_mast=on_mast,
        mast_muted=readable(mix(on_mast, ink, 0.25), ink),
        stripe=accent,
        button=readable(accent, "#ffffff"),
        on_button="#ffffff",
        dark_page=DARK_PAGE,
        dark_paper=DARK_PAPER,
        dark_tint=DARK_TINT,
        dark_rule="#3a3642",
        dark_ink=DARK_INK,
        dark_muted=readable("#b3acb9", DARK_PAPER, DARK_TINT, DARK_PAGE),
        dark_accent=readable(accent, DARK_PAPER, DARK_TINT, DARK_PAGE),
        dark_mast=dark_mast,
        dark_on_mast=over(dark_mast),
    )
