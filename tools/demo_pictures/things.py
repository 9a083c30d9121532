"""Things that several pictures have: stars, water, figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tools.demo_pictures.sheet import CREAM, Colour, Sheet, chance_of, curve


def stars(s: Sheet, count: int, below: float, seed: int, colour: Colour = CREAM) -> None:
    """Scatter stars above a height."""
    chance = chance_of(seed)
    for _ in range(count):
        x, y = chance.random() * s.width, chance.random() ** 1.3 * below
        s.disc(x, y, chance.choice((1.0, 1.4, 1.4, 2.4)), colour)


def swell(
    s: Sheet, top: float, colours: Sequence[Colour], seed: int, first: float = 3, steep: float = 2.4
) -> None:
    """Draw rows of waves from `top` down to the bottom edge, larger as they come nearer."""
    chance, y, gap = chance_of(seed), top, 0.0
    step = (s.height - top) / (len(colours) * (len(colours) + 1) / 2)
    for row, colour in enumerate(colours):
        gap = step * (row + 1)
        size, long = first + row * steep, 120 + row * 46
        turn, other = chance.random() * 6.28, chance.random() * 6.28
        crest = [
            (
                x,
                y
                + math.sin(x / long + turn) * size
                + math.sin(x / (long * 0.37) + other) * size * 0.4,
            )
            for x in range(-10, s.width + 20, 8)
        ]
        s.shape([*crest, (s.width, s.height), (0, s.height)], colour)
        y += gap


def glints(
    s: Sheet, x: float, top: float, bottom: float, colour: Colour, seed: int, spread: float = 1.0
) -> None:
    """Lay the broken path of a light on water under `x`."""
    chance, y = chance_of(seed), top
    while y < bottom:
        near = (y - top) / (bottom - top)
        for _ in range(2 + int(near * 2)):
            half = (14 + chance.random() * 60) * (0.5 + near) * spread
            off = (chance.random() - 0.5) * (50 + 220 * near) * spread
            thick = 1.5 + 3.6 * near
            s.shape(
                [
                    (x + off - half, y),
                    (x + off, y - thick),
                    (x + off + half, y),
                    (x + off, y + thick),
                ],
                colour,
            )
        y += 9 + 12 * near


def figure(s: Sheet, x: float, foot: float, tall: float, colour: Colour) -> None:
    """Stand a small person in a coat at `x`."""
    s.disc(x, foot - tall * 0.88, tall * 0.115, colour)
    s.shape(
        curve(
            [
                (x - tall * 0.07, foot - tall * 0.76),
                (x + tall * 0.07, foot - tall * 0.76),
                (x + tall * 0.15, foot - tall * 0.6),
                (x + tall * 0.17, foot - tall * 0.3),
                (x, foot - tall * 0.27),
                (x - tall * 0.17, foot - tall * 0.3),
                (x - tall * 0.15, foot - tall * 0.6),
            ]
        ),
        colour,
    )
    for side in (-1, 1):
        s.line(
            [(x + side * tall * 0.06, foot - tall * 0.3), (x + side * tall * 0.08, foot)],
            colour,
            tall * 0.085,
        )
