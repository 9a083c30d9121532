"""Rain: one of the demo's pictures."""

from __future__ import annotations

import math

from PIL import ImageDraw, ImageFilter

from tools.demo_pictures.sheet import (
    CREAM,
    GOLD,
    ORANGE,
    PAPER,
    SCALE,
    H,
    Sheet,
    W,
    arc,
    chance_of,
    curve,
    rgb,
)


def rain() -> Sheet:
    s = Sheet(W, H, rgb("#0d1b33"))
    s.fade([rgb("#0b1530"), rgb("#1a2f57"), rgb("#3d4673"), rgb("#7a4c66")])
    chance = chance_of(77)
    for x, w, y in (
        (-20, 240, 300),
        (200, 190, 210),
        (380, 250, 350),
        (980, 220, 330),
        (1180, 200, 190),
        (1370, 260, 290),
    ):
        s.box(x, y, w, 700, rgb("#14213f"))
        for col in range(int(w // 48)):
            for row in range(7):
                if chance.random() < 0.26:
                    s.box(x + 20 + col * 46, y + 36 + row * 58, 22, 32, rgb("#c98a4e"), 3)
    s.box(0, 690, W, 210, rgb("#1b2140"))
    s.image = s.image.filter(ImageFilter.GaussianBlur(9 * SCALE))
    s.draw = ImageDraw.Draw(s.image)
    lights = [
        (
            chance.random() * W,
            230 + chance.random() ** 0.8 * 440,
            18 + chance.random() * 46,
            chance.choice(
                (GOLD, ORANGE, rgb("#ff9d6b"), rgb("#ffe2a0"), rgb("#e2566a"), rgb("#6fb6d9"))
            ),
        )
        for _ in range(46)
    ]
    for x, y, r, shade in lights:
        s.veil(arc(x, y, r, r, 0, 360), shade, 0.34)
        s.veil(arc(x, y, r * 0.86, r * 0.86, 0, 360), shade, 0.22)
    for _ in range(44):  # runs of water, each with its drop
        x, y, long = chance.random() * W, chance.random() * 520 - 60, 90 + chance.random() * 330
        path = curve(
            [(x + chance.uniform(-7, 7), y + long * k / 5) for k in range(6)], closed=False
        )
        s.line(path, rgb("#8fb3cf"), 2.4)
        s.line([(a + 2.4, b) for a, b in path], rgb("#22365e"), 1.6)
        end_x, end_y = path[-1]
        s.shape(
            curve(
                [(end_x, end_y - 20), (end_x + 8, end_y), (end_x, end_y + 9), (end_x - 8, end_y)]
            ),
            rgb("#cfe2ee"),
        )
        s.disc(end_x + 1, end_y + 1, 4.4, rgb("#5f86ad"))
        s.disc(end_x - 3, end_y - 3, 1.8, PAPER)
    for _ in range(420):
        x, y, r = chance.random() * W, chance.random() * 720, chance.choice((1.6, 2.2, 3, 4.4, 6))
        s.disc(x, y, r, rgb("#a9c6dc"), r * 1.16)
        s.disc(x + r * 0.2, y - r * 0.1, r * 0.68, rgb("#3a5580"), r * 0.76)
        if r > 2.5:
            s.disc(x - r * 0.35, y + r * 0.45, r * 0.22, PAPER)
    wood, lit = rgb("#150f22"), rgb("#4a2c3f")
    for x in (0, 506, 1066, 1572):
        s.box(x, 0, 28, 780, wood)
        s.box(x + 22, 0, 5, 780, lit)
    for y in (0, 340):
        s.box(0, y, W, 24, wood)
        s.box(0, y + 20, W, 4, lit)
    s.box(0, 730, W, 170, rgb("#241629"))
    s.box(0, 730, W, 16, rgb("#6b3f4c"))
    s.spray(rgb("#0f0a18"), (800, 760), (800, 960), 0.8, [[(0, 746), (W, 746), (W, H), (0, H)]])
    s.disc(1268, 852, 150, rgb("#0f0a18"), 16)
    s.disc(1255, 724, 128, rgb("#fbf4e4"), 34)
    s.disc(1255, 724, 114, rgb("#d9cdb4"), 27)
    grain = curve([(1146, 726), (1190, 694), (1255, 676), (1320, 694), (1364, 726), (1255, 752)])
    s.shape(grain, rgb("#f3e7cf"))
    for _ in range(150):
        turn, far = chance.random() * 6.28, chance.random() ** 0.5
        x, y = 1255 + math.cos(turn) * far * 96, 718 + math.sin(turn) * far * 26
        s.line(
            [(x, y), (x + chance.uniform(-8, 8), y + chance.uniform(-4, 4))],
            chance.choice((PAPER, rgb("#e2d0ac"))),
            3,
        )
    bowl = [
        *[
            (1255 - 128 * math.cos(k * math.pi / 20), 724 + 34 * math.sin(k * math.pi / 20))
            for k in range(21)
        ],
        *curve(
            [
                (1383, 724),
                (1362, 800),
                (1310, 846),
                (1255, 852),
                (1200, 846),
                (1148, 800),
                (1127, 724),
            ],
            closed=False,
        ),
    ]
    s.shape(bowl, rgb("#2f6f8f"))
    s.spray(rgb("#0f2440"), (1240, 760), (1400, 800), 0.9, [bowl])
    s.line(
        [
            (1255 - 122 * math.cos(k * math.pi / 20), 746 + 34 * math.sin(k * math.pi / 20))
            for k in range(1, 20)
        ],
        CREAM,
        4,
    )
    head, pole = rgb("#0b0a16"), rgb("#0b0a16")  # a microphone that listens to the bowl
    s.line(curve([(700, 905), (742, 720), (840, 630), (960, 606)], closed=False), pole, 9)
    mic = [(944, 576), (1068, 620), (1056, 654), (932, 612)]
    s.shape(mic, head)
    s.disc(1064, 638, 20, rgb("#2c2a44"))
    s.spray(rgb("#7d86ad"), (1000, 640), (1000, 570), 0.6, [mic])
    for k in range(3):
        s.line(arc(1080, 642, 34 + k * 24, 34 + k * 24, -2, 56), rgb("#f4b942"), 3)
    return s
