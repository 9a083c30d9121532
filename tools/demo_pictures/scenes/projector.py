"""Projector: one of the demo's pictures."""

from __future__ import annotations

import math
from itertools import pairwise

from tools.demo_pictures.sheet import PAPER, H, Sheet, W, chance_of, curve, rgb


def projector() -> Sheet:
    s = Sheet(W, H, rgb("#2a0f1c"))
    s.fade([rgb("#1a0913"), rgb("#471325"), rgb("#7b2032")], 0, 700)
    for i, shade in enumerate(("#5a1729", "#6a1b2e", "#7b2033")):
        s.shape([(0, 0), (330 - i * 96, 0), (430 - i * 96, 640), (0, 700)], rgb(shade))
        s.shape([(W, 0), (W - 330 + i * 96, 0), (W - 430 + i * 96, 640), (W, 700)], rgb(shade))
    s.spray(rgb("#12060d"), (800, 560), (60, 300), 0.9)
    s.spray(rgb("#12060d"), (800, 560), (1540, 300), 0.9)
    s.box(520, 216, 560, 172, rgb("#220b16"), 26)
    s.box(536, 230, 528, 144, rgb("#3a1322"), 18)
    s.box(600, 262, 132, 84, rgb("#e9a94e"), 8)
    s.halo(rgb("#ffe2a0"), 666, 300, 70, 0.9, [[(600, 262), (732, 262), (732, 346), (600, 346)]])
    man = rgb("#2a0f1c")
    s.disc(664, 296, 17, man, 20)
    s.shape([(646, 286), (664, 270), (694, 288), (694, 292), (646, 292)], man)
    s.shape(curve([(632, 348), (640, 324), (664, 314), (690, 324), (698, 348)]), man)
    s.box(600, 342, 132, 8, rgb("#3a1322"))
    s.box(868, 262, 132, 84, rgb("#190810"), 8)
    lens = (934.0, 304.0)
    s.box(902, 274, 64, 60, rgb("#3a1322"), 6)
    rows = (
        (560, 62, "#571426"),
        (610, 78, "#6d192d"),
        (676, 100, "#861f34"),
        (766, 132, "#a3283c"),
    )
    for row, (y, size, shade) in enumerate(rows):
        base, lit = rgb(shade), tuple(min(255, c + 46) for c in rgb(shade))
        gap = size * 1.14
        for i in range(-13, 14):
            x = 800 + (i + (row % 2) * 0.5) * gap - size / 2
            if -size < x < W:
                s.box(x, y, size, size * 2.4, base, size * 0.3)
                s.box(x + size * 0.1, y + size * 0.06, size * 0.8, size * 0.1, lit, size * 0.05)
    s.spray(rgb("#17070f"), (800, 700), (800, 980), 0.8)
    spread = (-1500, -620, -180, 330, 640, 1010, 1420, 1900, 2500, 3300)
    for i, (left, right) in enumerate(pairwise(spread)):
        ray = [lens, (left, 1100), (right, 1100)]
        s.veil(ray, rgb("#ffe0a6"), (0.03, 0.1)[i % 2])
        s.spray(rgb("#ffedc6"), (934, 860), (934, 290), (0.22, 0.9)[i % 2], [ray])
    for x, y, r in ((1046, 690, 38), (1136, 700, 34), (372, 696, 36)):
        body = curve(
            [
                (x - r * 1.7, y + 92),
                (x - r * 1.5, y + 50),
                (x, y + 22),
                (x + r * 1.5, y + 50),
                (x + r * 1.7, y + 92),
            ]
        )
        lean = 3 if x < 934 else -3
        s.disc(x + lean, y - 4, r, rgb("#ffdc9a"), r * 1.17)
        s.shape([(a + lean, b - 3) for a, b in body], rgb("#ffdc9a"))
        s.disc(x, y, r, rgb("#1b0811"), r * 1.17)
        s.shape(body, rgb("#1b0811"))
    for i in range(-7, 8):  # the row that they look over
        s.box(800 + i * 150 - 66, 776, 132, 200, rgb("#7d1c30"), 36)
        s.box(800 + i * 150 - 52, 784, 104, 12, rgb("#b23a4c"), 6)
    s.spray(rgb("#17070f"), (800, 760), (800, 930), 0.75)
    s.halo(rgb("#ffe2a0"), *lens, 240, 1)
    s.disc(*lens, 27, rgb("#fffaf0"))
    chance = chance_of(5)
    for _ in range(190):
        far, turn = chance.random() ** 0.6, math.pi * chance.random()
        x, y = 934 + math.cos(turn) * far * 760, 304 + math.sin(turn) * far * 430
        s.disc(x, y, chance.choice((1, 1.4, 2.2)), PAPER)
    return s
