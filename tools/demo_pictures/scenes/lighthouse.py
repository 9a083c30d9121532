"""Lighthouse: one of the demo's pictures."""

from __future__ import annotations

from tools.demo_pictures.sheet import (
    CREAM,
    DEEP,
    GOLD,
    INK,
    PAPER,
    RED,
    H,
    Sheet,
    W,
    arc,
    curve,
    rgb,
)
from tools.demo_pictures.things import figure, glints, stars, swell


def lighthouse() -> Sheet:
    s = Sheet(W, H, INK)
    s.fade([rgb("#0a1428"), rgb("#123049"), rgb("#2b6670"), rgb("#6fa596")], 0, 660)
    stars(s, 150, 430, 3)
    lamp = (1150.0, 236.0)
    beam = [lamp, (-40, 20), (-40, 420)]
    s.veil(beam, GOLD, 0.34)
    s.spray(rgb("#ffe7a6"), (60, 230), (1150, 236), 0.95, [beam])
    core = [lamp, (-40, 150), (-40, 310)]
    s.spray(PAPER, (300, 230), (1150, 236), 0.7, [core])
    back = [lamp, (1660, 176), (1660, 320)]
    s.veil(back, GOLD, 0.22)
    s.spray(rgb("#ffe7a6"), (1640, 250), (1150, 236), 0.9, [back])
    s.box(0, 640, W, 260, rgb("#123a4a"))
    swell(s, 646, [rgb(c) for c in ("#1c5563", "#164653", "#103846", "#0c2b39", "#08202d")], 9)
    glints(s, 470, 664, 860, rgb("#e8c874"), 4, 1.5)
    rock = curve(
        [
            (770, 905),
            (838, 760),
            (930, 716),
            (1000, 650),
            (1090, 622),
            (1200, 620),
            (1292, 655),
            (1400, 676),
            (1480, 742),
            (1620, 790),
            (1640, 905),
        ]
    )
    s.shape(rock, rgb("#081523"))
    s.spray(rgb("#2d5f6d"), (1000, 760), (1180, 610), 0.55, [rock])
    tower = [(1094, 640), (1117, 290), (1183, 290), (1206, 640)]
    s.shape(tower, CREAM)
    for y, h in ((352, 66), (484, 74)):
        a, b = (y - 290) / 350, (y + h - 290) / 350
        s.shape(
            [
                (1117 - 23 * a, y),
                (1183 + 23 * a, y),
                (1183 + 23 * b, y + h),
                (1117 - 23 * b, y + h),
            ],
            RED,
        )
    s.spray(rgb("#0e2438"), (1130, 500), (1215, 480), 0.85, [tower])
    s.box(1096, 278, 108, 13, rgb("#0b1a2b"))
    for x in range(1098, 1204, 15):
        s.line([(x, 254), (x, 280)], rgb("#0b1a2b"), 2)
    s.line([(1096, 254), (1204, 254)], rgb("#0b1a2b"), 3)
    s.box(1124, 204, 52, 74, rgb("#ffd870"))
    s.halo(PAPER, 1150, 238, 46, 1)
    for x in (1124, 1141, 1159, 1176):
        s.line([(x, 204), (x, 278)], rgb("#0b1a2b"), 3)
    s.shape([(1114, 206), (1150, 156), (1186, 206)], RED)
    s.line([(1150, 160), (1150, 134)], rgb("#0b1a2b"), 3)
    s.halo(rgb("#ffe7a6"), 1150, 236, 150, 0.55)
    s.shape([(1136, 640), (1136, 596), *arc(1150, 596, 14, 16, 180, 360), (1164, 640)], DEEP)
    s.shape(
        [(1268, 668), (1268, 622), (1312, 590), (1404, 590), (1440, 622), (1440, 690)],
        rgb("#0b1a2b"),
    )
    s.shape([(1258, 626), (1306, 586), (1410, 586), (1452, 626)], rgb("#331d2b"))
    s.box(1382, 572, 16, 30, rgb("#331d2b"))
    s.box(1320, 638, 28, 26, GOLD)
    s.line([(1334, 638), (1334, 664)], rgb("#0b1a2b"), 2)
    figure(s, 934, 726, 72, rgb("#050d17"))
    s.box(960, 660, 30, 19, rgb("#050d17"), 3)
    s.box(950, 665, 12, 9, rgb("#050d17"))
    for foot in (958, 976, 994):
        s.line([(976, 680), (foot, 716)], rgb("#050d17"), 3)
    for x, y, k in ((420, 232, 1.2), (530, 176, 0.8), (700, 262, 0.9), (250, 310, 1.0)):
        wing = [
            (x - 26 * k, y + 6 * k),
            (x - 12 * k, y - 6 * k),
            (x, y + 4 * k),
            (x + 12 * k, y - 6 * k),
            (x + 26 * k, y + 6 * k),
        ]
        s.line(curve(wing, closed=False), rgb("#16303f"), 3.4 * k)
    return s
