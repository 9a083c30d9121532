"""Chalet: one of the demo's pictures."""

from __future__ import annotations

from tools.demo_pictures.sheet import H, Sheet, W, chance_of, curve, rgb
from tools.demo_pictures.things import stars


def chalet() -> Sheet:
    s = Sheet(W, H, rgb("#16244a"))
    s.fade([rgb("#101a3c"), rgb("#24407a"), rgb("#5f7fb4"), rgb("#b9bfd8")], 0, 620)
    stars(s, 130, 330, 15)
    for seed, shade, snow, y0, size in (
        (3, "#3d5c96", "#dfe6f3", 400, 210),
        (9, "#2a4378", "#c9d6ea", 470, 150),
    ):
        chance, x, ridge = chance_of(seed), -80.0, []
        while x < W + 120:
            ridge.append((x, y0 - chance.random() * size))
            x += 70 + chance.random() * 80
            ridge.append((x, y0 + 40 + chance.random() * 50))
            x += 60 + chance.random() * 70
        s.shape([*ridge, (1800, 700), (-80, 700)], rgb(shade))
        for i in range(0, len(ridge) - 2, 2):
            (px, py), (lx, ly), (rx, ry) = ridge[i], ridge[max(i - 1, 0)], ridge[i + 1]
            if i and ly - py > 60:
                cap = [
                    (px, py),
                    (px + (rx - px) * 0.5, py + (ry - py) * 0.5),
                    (px + 8, py + (ry - py) * 0.36),
                    (px - 8, py + (ly - py) * 0.56),
                    (px + (lx - px) * 0.42, py + (ly - py) * 0.42),
                ]
                s.shape(cap, rgb(snow))
                s.spray(rgb("#6b86bd"), (px, py), (rx + 20, py + 40), 0.6, [cap])
    field = [
        (-10, 905),
        *curve(
            [(-20, 640), (300, 590), (640, 604), (980, 560), (1300, 590), (1640, 540)], closed=False
        ),
        (1640, 905),
    ]
    s.shape(field, rgb("#dfe6f3"))
    s.spray(rgb("#6f8cc4"), (900, 560), (500, 990), 0.8, [field])
    tree = rgb("#10233f")

    def pine(x: float, foot: float, tall: float) -> None:
        s.box(x - tall * 0.03, foot - tall * 0.12, tall * 0.06, tall * 0.12, rgb("#0b1528"))
        for k in range(4):
            y, half = foot - tall * (0.1 + k * 0.21), tall * (0.27 - k * 0.055)
            s.shape([(x - half, y), (x, y - tall * 0.34), (x + half, y)], tree)
            s.shape(
                [
                    (x - half * 0.3, y - tall * 0.22),
                    (x, y - tall * 0.34),
                    (x + half * 0.66, y - tall * 0.1),
                    (x + half * 0.2, y - tall * 0.14),
                ],
                rgb("#dfe6f3"),
            )

    for x, foot, tall in (
        (60, 640, 220),
        (170, 626, 300),
        (280, 618, 230),
        (1380, 590, 240),
        (1470, 584, 330),
        (1570, 578, 260),
        (390, 612, 150),
        (1300, 598, 140),
    ):
        pine(x, foot, tall)
    wall = [(700, 640), (700, 400), (880, 270), (1060, 400), (1060, 640)]
    side = [(1060, 640), (1060, 400), (1210, 400), (1210, 606)]
    s.shape(side, rgb("#3a1d20"))
    s.shape(wall, rgb("#6b3a2a"))
    for y in range(420, 640, 22):
        s.line([(700, y), (1060, y)], rgb("#51291f"), 2)
        s.line([(1060, y), (1210, y - (y - 400) * 0.14)], rgb("#2a1418"), 2)
    s.spray(rgb("#1c0d14"), (820, 520), (1120, 420), 0.6, [wall])
    s.shape([(1046, 410), (860, 236), (900, 236), (1084, 410)], rgb("#2a1418"))
    s.shape(
        [
            (654, 424),
            (640, 398),
            (872, 214),
            (890, 214),
            (1030, 214),
            (1236, 398),
            (1236, 414),
            (1076, 414),
            (880, 258),
            (680, 424),
        ],
        rgb("#f4f6fb"),
    )
    roof = [(890, 214), (1030, 214), (1236, 398), (1236, 414), (1076, 414), (886, 262)]
    s.shape(roof, rgb("#f4f6fb"))
    s.spray(rgb("#7d98cc"), (960, 220), (1200, 470), 0.85, [roof])
    s.box(1020, 176, 40, 74, rgb("#3a1d20"))
    s.box(1012, 166, 56, 16, rgb("#f4f6fb"), 7)
    for i, (x, y, r) in enumerate(
        ((1052, 132, 18), (1078, 98, 26), (1118, 66, 32), (1174, 44, 36))
    ):
        s.disc(x, y, r, rgb(("#8fa6cf", "#7f98c6", "#6d88ba", "#5f7ab0")[i]), r * 0.7)
    for x, y, w, h in ((742, 468, 66, 74), (952, 468, 66, 74), (1112, 452, 52, 64)):
        s.box(x - 6, y - 6, w + 12, h + 12, rgb("#2a1418"), 3)
        s.box(x, y, w, h, rgb("#24365e"))
        s.line([(x + w / 2, y), (x + w / 2, y + h)], rgb("#2a1418"), 4)
        s.line([(x, y + h / 2), (x + w, y + h / 2)], rgb("#2a1418"), 4)
        s.box(x - 8, y + h + 2, w + 16, 8, rgb("#f4f6fb"), 4)
    s.box(836, 566, 62, 74, rgb("#2a1418"), 3)
    s.box(842, 572, 50, 68, rgb("#4a2620"))
    s.halo(rgb("#ffcf6b"), 880, 372, 170, 0.85)
    s.box(844, 334, 72, 66, rgb("#2a1418"), 3)  # the attic, and its one light
    s.box(850, 340, 60, 54, rgb("#ffd87a"))
    s.line([(880, 340), (880, 394)], rgb("#2a1418"), 4)
    s.box(700, 402, 360, 10, rgb("#2a1418"))
    for x in range(704, 1060, 18):
        s.line([(x, 410), (x, 446)], rgb("#2a1418"), 4)
    s.box(694, 444, 372, 9, rgb("#2a1418"))
    s.box(694, 398, 372, 7, rgb("#f4f6fb"), 3)
    drift = curve(
        [
            (640, 648),
            (760, 622),
            (900, 640),
            (1060, 618),
            (1220, 600),
            (1300, 628),
            (1180, 662),
            (900, 672),
            (700, 670),
        ]
    )
    s.shape(drift, rgb("#eef2f9"))
    s.halo(rgb("#ffdf9a"), 880, 650, 250, 0.6, [drift], 60)
    for k in range(17):  # a boy's tracks and a dog's, going away together
        t = k / 16
        x, y, big = 866 - 470 * t**1.5, 668 + 214 * t, 0.5 + t
        s.disc(x + (14 if k % 2 else -14) * big, y, 8 * big, rgb("#5f7cb6"), 4.6 * big)
        wag = 62 * big
        for dx, dy in ((-5, 0), (5, 0), (-8, -4), (0, -6), (8, -4)):
            s.disc(
                x + wag + dx * 0.7 * big + (8 if k % 2 else -8),
                y - 6 + dy * big * 0.6,
                2.2 * big,
                rgb("#5f7cb6"),
                1.6 * big,
            )
    chance = chance_of(4)
    for _ in range(210):
        s.disc(
            chance.random() * W,
            chance.random() * H,
            chance.choice((1.6, 2.2, 3.2, 4.2)),
            rgb("#f4f6fb"),
        )
    return s
