"""Popcorn: one of the demo's pictures."""

from __future__ import annotations

import math

from tools.demo_pictures.sheet import (
    CREAM,
    GOLD,
    PAPER,
    RED,
    H,
    Point,
    Sheet,
    W,
    arc,
    chance_of,
    curve,
    rgb,
)


def popcorn() -> Sheet:
    s = Sheet(W, H, rgb("#1b3a78"))
    s.fade([rgb("#142a5c"), rgb("#21509a"), rgb("#3577bd")])
    s.halo(rgb("#79b4e0"), 760, 420, 700, 0.55)
    s.box(0, 770, W, 130, rgb("#122450"))
    s.spray(rgb("#3b78bd"), (800, 930), (800, 760), 0.45, [[(0, 770), (W, 770), (W, H), (0, H)]])
    s.shape(
        curve([(560, 830), (800, 790), (1180, 812), (1430, 836), (1190, 862), (760, 866)]),
        rgb("#0c1838"),
    )
    chance = chance_of(17)

    def kernel(x: float, y: float, size: float) -> None:
        turn = chance.random() * 6.28
        lobes = [
            (math.cos(turn + k * 1.57) * 0.5, math.sin(turn + k * 1.57) * 0.5) for k in range(4)
        ]
        for dx, dy in lobes:
            s.disc(
                x + dx * size + 2,
                y + dy * size + 4,
                size * (0.52 + 0.1 * chance.random()),
                rgb("#d9a866"),
            )
        for dx, dy in lobes:
            s.disc(
                x + dx * size, y + dy * size, size * (0.46 + 0.08 * chance.random()), rgb("#fbe9c4")
            )
        for dx, dy in lobes[:3]:
            s.disc(
                x + dx * size - size * 0.1, y + dy * size - size * 0.14, size * 0.3, rgb("#fffaf0")
            )
        s.line(
            curve(
                [(x - size * 0.22, y + size * 0.06), (x, y + size * 0.2), (x + size * 0.24, y)],
                closed=False,
            ),
            rgb("#e0a23c"),
            size * 0.1,
        )

    heap = []
    for row in range(7):
        half = 250 - row * 36
        for i in range(11 - row):
            heap.append(
                (
                    800 + (i - (10 - row) / 2) * half / (5.2 - row * 0.4) + chance.uniform(-9, 9),
                    318 - row * 30 + abs(i - (10 - row) / 2) * 5 + chance.uniform(-8, 8),
                )
            )
    for x, y in sorted(heap, key=lambda at: at[1]):
        kernel(x, y, 33 + chance.random() * 7)
    top, low = (530.0, 1070.0), (616.0, 984.0)
    tub = [(top[0], 336), (top[1], 336), (low[1], 836), (low[0], 836)]
    for i in range(9):
        a, b = i / 9, (i + 1) / 9
        s.shape(
            [
                (top[0] + 540 * a, 336),
                (top[0] + 540 * b, 336),
                (low[0] + 368 * b, 836),
                (low[0] + 368 * a, 836),
            ],
            (RED, PAPER)[i % 2],
        )
    s.spray(rgb("#4a1030"), (800, 500), (1080, 520), 0.85, [tub])
    s.spray(rgb("#4a1030"), (640, 500), (500, 500), 0.5, [tub])
    s.spray(rgb("#4a1030"), (800, 760), (800, 900), 0.5, [tub])
    for i in range(9):
        x = top[0] + 30 + i * 60
        s.shape(
            [
                (x - 30, 330),
                (x + 30, 330),
                (x + 30, 344),
                *arc(x, 344, 30, 24, 0, 180),
                (x - 30, 344),
            ],
            (RED, PAPER)[i % 2],
        )
    s.veil(
        [(top[0], 368), (top[1], 368), (top[1] - 3, 384), (top[0] + 3, 384)], rgb("#4a1030"), 0.3
    )
    for x, y, k in (
        (524, 322, 30),
        (1076, 318, 30),
        (600, 322, 32),
        (1004, 324, 33),
        (690, 328, 30),
        (910, 326, 31),
        (800, 330, 32),
    ):
        kernel(x, y, k)
    s.disc(800, 590, 112, rgb("#142a5c"))
    s.disc(800, 590, 104, GOLD)
    s.disc(800, 590, 90, rgb("#142a5c"))
    tips = [
        (
            800 + (70 if k % 2 == 0 else 30) * math.sin(k * math.pi / 5),
            590 - (70 if k % 2 == 0 else 30) * math.cos(k * math.pi / 5),
        )
        for k in range(10)
    ]
    s.shape(tips, GOLD)
    for x, y, k in (
        (1136, 824, 30),
        (1210, 846, 27),
        (1172, 786, 28),
        (1320, 830, 30),
        (1420, 812, 22),
        (470, 836, 30),
        (396, 812, 24),
        (1190, 300, 26),
        (1276, 190, 22),
        (420, 236, 27),
        (338, 350, 20),
        (1120, 130, 20),
        (512, 118, 22),
    ):
        kernel(x, y, k)
    for x, y, turn, shade in (
        (276, 800, -0.14, "#f4b942"),
        (196, 838, 0.1, "#c0313f"),
    ):  # two ticket stubs

        def at(dx: float, dy: float, x: float = x, y: float = y, turn: float = turn) -> Point:
            return (
                x + dx * math.cos(turn) - dy * math.sin(turn),
                y + dx * math.sin(turn) + dy * math.cos(turn),
            )

        s.shape([at(-84, -30), at(84, -34), at(84, 38), at(-84, 42)], rgb("#0c1838"))
        s.shape([at(-88, -38), at(80, -38), at(80, 34), at(-88, 34)], rgb(shade))
        for k in range(7):
            s.disc(*at(80, -33 + k * 10.4), 4.4, rgb("#122450"))
        s.line([at(34, -30), at(34, 28)], CREAM, 2)
        s.line([at(-72, -16), at(14, -16)], CREAM, 7)
        s.line([at(-72, 4), at(-8, 4)], CREAM, 4)
        s.line([at(-72, 18), at(-24, 18)], CREAM, 4)
    return s
