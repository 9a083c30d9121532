"""Mark: one of the demo's pictures."""

from __future__ import annotations

import math

from tools.demo_pictures.sheet import GOLD, PAPER, Sheet, arc, curve, rgb


def mark() -> Sheet:
    """Return the masthead's mark: a lantern over water."""
    s = Sheet(600, 600, PAPER)
    s.disc(300, 300, 272, rgb("#14213d"))
    ring = arc(300, 300, 272, 272, 0, 360)
    s.halo(GOLD, 300, 280, 300, 0.6, [ring])
    for k in range(16):
        if k in (3, 4, 5, 12):
            continue
        a, b = math.radians(k * 22.5 - 4), math.radians(k * 22.5 + 4)
        s.shape(
            [
                (300 + 150 * math.cos((a + b) / 2), 285 + 150 * math.sin((a + b) / 2)),
                (300 + 236 * math.cos(a), 285 + 236 * math.sin(a)),
                (300 + 236 * math.cos(b), 285 + 236 * math.sin(b)),
            ],
            GOLD,
        )
    sea = [*arc(300, 300, 272, 272, 38, 142)]
    s.shape(sea, rgb("#a4243b"))
    for k, y in enumerate((486, 518)):
        half = 200 - k * 50
        s.line(
            curve(
                [(300 - half + i * half / 4, y + (7 if i % 2 else -7)) for i in range(9)],
                closed=False,
            ),
            PAPER,
            7,
        )
    s.line(arc(300, 168, 46, 50, 180, 360), PAPER, 12)
    s.shape([(232, 222), (270, 172), (330, 172), (368, 222)], PAPER)
    s.box(240, 222, 120, 176, GOLD)
    s.halo(rgb("#fff3c9"), 300, 320, 90, 1, [[(240, 222), (360, 222), (360, 398), (240, 398)]])
    s.shape(
        curve([(300, 262), (326, 316), (324, 354), (300, 372), (276, 354), (274, 316)]),
        rgb("#e5793a"),
    )
    s.shape(curve([(300, 308), (314, 338), (300, 362), (286, 338)]), PAPER)
    for x in (232, 356):
        s.box(x, 222, 12, 176, PAPER)
    s.box(216, 216, 168, 16, PAPER, 6)
    s.box(216, 392, 168, 20, PAPER, 6)
    s.box(240, 412, 120, 16, PAPER, 5)
    return s
