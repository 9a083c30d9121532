"""Tower block: one of the demo's pictures."""

from __future__ import annotations

from tools.demo_pictures.sheet import GOLD, ORANGE, H, Sheet, W, arc, chance_of, curve, rgb
from tools.demo_pictures.things import stars


def tower_block() -> Sheet:
    s = Sheet(W, H, rgb("#241a3d"))
    s.fade([rgb("#231942"), rgb("#5e3370"), rgb("#c4587b"), rgb("#f29b74"), rgb("#ffd6a0")])
    stars(s, 60, 260, 12)
    s.halo(rgb("#ffe9c9"), 1270, 300, 290, 0.5)
    s.disc(1270, 300, 118, rgb("#ffe3bd"))
    chance = chance_of(2)
    for shade, low, wide in (("#7d3d70", 640, 86), ("#54296a", 720, 120)):
        x = -20.0
        while x < W:
            w, y = wide * (0.6 + chance.random()), low - chance.random() * 130
            s.box(x, y, w, H - y, rgb(shade))
            if chance.random() < 0.4:
                s.line([(x + w / 2, y), (x + w / 2, y - 34)], rgb(shade), 3)
            x += w
    front = [(430, 905), (430, 84), (800, 40), (800, 905)]
    side = [(800, 40), (960, 108), (960, 905), (800, 905)]
    s.shape(front, rgb("#2b1d52"))
    s.shape(side, rgb("#1a1138"))
    s.spray(rgb("#7b3d80"), (470, 60), (600, 960), 0.8, [front])
    s.spray(rgb("#4a2560"), (880, 60), (880, 960), 0.8, [side])
    lit = {(1, 4): GOLD, (4, 7): ORANGE}
    for row in range(15):
        for col in range(6):
            x0, x1 = 456 + col * 57, 456 + col * 57 + 37

            def slope(x: float, y: float) -> float:
                return y + (x - 430) / 370 * (-44) * (1 - (y - 84) / 821)

            y = 118 + row * 56
            pane = [
                (x0, slope(x0, y)),
                (x1, slope(x1, y)),
                (x1, slope(x1, y + 33)),
                (x0, slope(x0, y + 33)),
            ]
            light = lit.get((col, row))
            if light:
                s.halo(light, (x0 + x1) / 2, slope(x0, y + 16), 96, 0.85)
            s.shape(pane, light or rgb("#170f33"))
            if light:
                foot = slope((x0 + x1) / 2, y + 33)
                s.disc((x0 + x1) / 2, foot - 19, 6, rgb("#170f33"))
                s.shape(arc((x0 + x1) / 2, foot - 0.5, 11, 12, 180, 360), rgb("#170f33"))
        for col in range(3):
            x0, y = 822 + col * 46, 112 + row * 56
            drop = (x0 - 800) / 160 * 68 * (1 - (y - 84) / 821)
            end = (x0 + 26 - 800) / 160 * 68 * (1 - (y - 84) / 821)
            s.shape(
                [
                    (x0, y + drop - 40),
                    (x0 + 26, y + end - 40),
                    (x0 + 26, y + end - 8),
                    (x0, y + drop - 8),
                ],
                rgb("#100a26"),
            )
    s.shape(
        curve([(-20, 905), (60, 838), (180, 856), (300, 822), (430, 862), (560, 905)]),
        rgb("#160e2e"),
    )
    s.shape(
        curve(
            [
                (900, 905),
                (990, 846),
                (1130, 862),
                (1290, 826),
                (1450, 858),
                (1640, 820),
                (1640, 905),
            ]
        ),
        rgb("#160e2e"),
    )
    for x, y in ((1060, 200), (1094, 186), (1120, 216), (1020, 232)):
        s.line([(x - 11, y - 4), (x, y + 3), (x + 11, y - 4)], rgb("#3a2250"), 2.4)
    return s
