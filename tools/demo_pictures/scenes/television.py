"""Television: one of the demo's pictures."""

from __future__ import annotations

import math

from tools.demo_pictures.sheet import (
    CREAM,
    PAPER,
    RED,
    SAND,
    H,
    Sheet,
    W,
    arc,
    chance_of,
    curve,
    rgb,
)
from tools.demo_pictures.things import figure, stars


def television() -> Sheet:
    s = Sheet(W, H, rgb("#0c1430"))
    s.fade([rgb("#0b1028"), rgb("#18264f"), rgb("#2c4f78"), rgb("#5a8a94")], 0, 700)
    stars(s, 240, 520, 44)
    far = [
        (0, 905),
        *curve(
            [(-20, 640), (220, 560), (520, 600), (820, 520), (1180, 590), (1440, 500), (1640, 540)],
            closed=False,
        ),
        (1640, 905),
    ]
    s.shape(far, rgb("#1d3f52"))
    s.spray(rgb("#0e2236"), (800, 520), (800, 760), 0.9, [far])
    mast = rgb("#0e2236")
    s.line([(1404, 520), (1428, 250)], mast, 4)
    s.line([(1452, 520), (1428, 250)], mast, 4)
    for i in range(7):
        y, half = 288 + i * 36, 4 + i * 3.1
        s.line([(1428 - half, y), (1428 + half, y)], mast, 2)
        s.line([(1428 - half, y), (1428 + half + 3, y + 36)], mast, 2)
    s.line([(1428, 252), (1384, 212)], mast, 4)
    for x, y in ((150, 604), (206, 590), (286, 600), (350, 616)):  # a village with no light on
        s.shape(
            [(x, y + 34), (x, y), (x + 20, y - 18), (x + 40, y), (x + 40, y + 34)], rgb("#0f2638")
        )
    s.shape([(244, 612), (244, 548), (256, 512), (268, 548), (268, 612)], rgb("#0f2638"))
    hill = [
        (0, 905),
        *curve(
            [(-20, 800), (240, 720), (560, 664), (820, 650), (1120, 676), (1400, 740), (1640, 800)],
            closed=False,
        ),
        (1640, 905),
    ]
    s.shape(hill, rgb("#143432"))
    s.halo(rgb("#8fd3cf"), 770, 700, 640, 0.72, [hill], 210)
    s.halo(rgb("#bfe9e2"), 770, 460, 520, 0.5)
    chance = chance_of(7)
    for _ in range(260):
        x = chance.random() * W
        y = 690 + abs(x - 800) ** 1.6 / 640 + chance.random() * 170
        blade = 8 + chance.random() * 16
        near = max(0.0, 1 - math.hypot(x - 790, (y - 700) * 2) / 560)
        shade = tuple(
            round(a + (b - a) * near) for a, b in zip((11, 34, 38), (126, 190, 170), strict=True)
        )
        s.line([(x, y), (x + (x - 790) / 90, y - blade)], shade, 2.4)
    rod = rgb("#0b1226")
    s.line([(790, 330), (668, 150)], rod, 6)
    s.line([(790, 330), (944, 176)], rod, 6)
    s.disc(668, 150, 9, RED)
    s.disc(944, 176, 9, RED)
    s.shape(arc(790, 330, 50, 28, 180, 360), rod)
    for x0, x1 in ((560, 536), (1012, 1036)):
        s.line([(x0, 660), (x1, 742)], rod, 12)
    s.box(506, 322, 560, 362, rgb("#5a2a22"), 40)
    s.box(506, 318, 560, 356, rgb("#a4552f"), 40)
    s.spray(
        rgb("#5a2a22"),
        (780, 420),
        (780, 720),
        0.75,
        [[(520, 420), (1052, 420), (1066, 640), (1040, 674), (532, 674), (506, 640)]],
    )
    s.box(536, 350, 390, 292, rgb("#2a1518"), 56)
    screen = curve(
        [
            (556, 380),
            (580, 366),
            (730, 360),
            (884, 366),
            (908, 382),
            (914, 496),
            (906, 610),
            (882, 626),
            (730, 632),
            (580, 626),
            (556, 610),
            (549, 496),
        ]
    )
    s.shape(screen, rgb("#d8f1ea"))
    s.spray(rgb("#6fb6bd"), (640, 420), (860, 690), 0.9, [screen])
    s.shape(
        [
            (560, 598),
            *curve([(560, 560), (640, 520), (720, 560), (800, 506), (904, 566)], closed=False),
            (904, 606),
            (882, 622),
            (580, 622),
        ],
        rgb("#2b6b78"),
    )
    s.disc(826, 438, 32, rgb("#fff6dc"))
    figure(s, 664, 606, 96, rgb("#123148"))
    figure(s, 760, 606, 88, rgb("#123148"))
    for y in range(372, 626, 13):
        s.veil([(552, y), (912, y), (912, y + 2), (552, y + 2)], rgb("#eafaf4"), 0.28)
    s.veil(curve([(572, 392), (620, 376), (680, 374), (600, 440), (566, 500)]), PAPER, 0.5)
    for y in (402, 484):
        s.disc(996, y + 3, 31, rgb("#2a1518"))
        s.disc(996, y, 29, CREAM)
        s.disc(996, y, 20, SAND)
        s.line([(996, y), (1010, y - 16)], rgb("#2a1518"), 5)
    for i in range(6):
        s.box(962, 546 + i * 16, 68, 6, rgb("#2a1518"), 3)
    return s
