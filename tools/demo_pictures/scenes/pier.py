"""Pier: one of the demo's pictures."""

from __future__ import annotations

from tools.demo_pictures.sheet import (
    CREAM,
    GOLD,
    ORANGE,
    PAPER,
    RED,
    H,
    Sheet,
    W,
    arc,
    chance_of,
    curve,
    rgb,
)
from tools.demo_pictures.things import figure, stars, swell


def pier() -> Sheet:
    s = Sheet(W, H, rgb("#274060"))
    s.fade([rgb("#1f2f5c"), rgb("#4d5f8f"), rgb("#b98aa0"), rgb("#f4b08a"), rgb("#fcdcae")], 0, 560)
    stars(s, 46, 200, 8)
    for y, x, w in ((150, 1240, 260), (196, 1350, 330), (120, 80, 300), (236, -30, 260)):
        s.box(x, y, w, 16, rgb("#7d7f9f") if y < 170 else rgb("#a98d9f"), 8)
    swell(s, 540, [rgb(c) for c in ("#3b6f86", "#2f6079", "#28546c", "#3d7f8c")], 31, 1.5, 1.0)
    dark = rgb("#16213f")
    for i in range(13):
        x = 1090 + i * 46
        s.line([(x, 512), (x - 3, 630)], dark, 6)
        s.line([(x, 530), (x + 46, 616)], dark, 2.5)
        s.line([(x + 46, 530), (x, 616)], dark, 2.5)
    s.box(1060, 498, 560, 17, dark)
    s.line([(1062, 480), (1610, 480)], dark, 3)
    for i in range(24):
        s.line([(1066 + i * 24, 480), (1066 + i * 24, 500)], dark, 2)
    s.shape([(1330, 498), (1330, 420), (1528, 420), (1528, 498)], dark)
    s.shape(
        [
            (1304, 424),
            *curve([(1330, 404), (1388, 384), (1429, 330), (1470, 384), (1528, 404)], closed=False),
            (1554, 424),
        ],
        RED,
    )
    s.line([(1429, 334), (1429, 290)], dark, 4)
    s.shape([(1429, 290), (1476, 302), (1429, 316)], GOLD)
    for i in range(6):
        s.shape(
            [
                (1344 + i * 31, 498),
                (1344 + i * 31, 452),
                *arc(1353 + i * 31, 452, 9, 12, 180, 360),
                (1362 + i * 31, 498),
            ],
            rgb("#ffcf6b"),
        )
    for i in range(5):
        x = 1080 + i * 48
        s.line([(x, 480), (x, 446)], dark, 2.5)
        s.halo(rgb("#ffe6ad"), x, 442, 22, 0.8)
        s.disc(x, 442, 5, PAPER)
    sand = [
        (0, 640),
        *curve([(0, 640), (420, 622), (900, 650), (1300, 634), (1620, 652)], closed=False),
        (W, H),
        (0, H),
    ]
    s.shape(sand, rgb("#e2b98a"))
    s.spray(rgb("#8a5f68"), (800, 640), (800, 980), 0.9, [sand])
    s.halo(rgb("#ffeccb"), 560, 640, 620, 0.75, [sand], 210)
    for x in (250, 868):
        s.box(x, 130, 16, 540, dark)
        s.line([(x + 8, 200), (x + (-90 if x < 500 else 104), 668)], dark, 5)
    s.glow([(230, 120), (904, 120), (904, 530), (230, 530)], rgb("#fff2d6"), 0.55, 46)
    s.box(232, 122, 670, 404, dark)
    s.box(244, 134, 646, 380, rgb("#fff4dc"))
    film = [(244, 134), (890, 134), (890, 514), (244, 514)]
    s.shape(film, rgb("#f9d9a8"))
    s.disc(686, 318, 104, rgb("#e5793a"))
    s.shape(
        [
            (244, 514),
            *curve([(244, 424), (380, 404), (560, 432), (740, 410), (890, 436)], closed=False),
            (890, 514),
        ],
        rgb("#1d3461"),
    )
    for i in range(7):  # the band
        x = 306 + i * 72
        figure(s, x, 436 - (i % 2) * 3, 94, dark)
        if i % 3 == 0:
            s.disc(x + 19, 350, 22, GOLD)
            s.disc(x + 19, 350, 13, rgb("#a85f22"))
            s.line([(x + 15, 370), (x + 2, 400)], GOLD, 6)
        elif i % 3 == 1:
            s.line([(x + 4, 360), (x + 36, 354)], GOLD, 4)
            s.shape([(x + 30, 354), (x + 48, 341), (x + 48, 367)], GOLD)
        else:
            s.disc(x + 15, 394, 20, RED)
            s.disc(x + 15, 394, 14, PAPER)
    s.spray(rgb("#fff4dc"), (560, 360), (560, 120), 0.5, [film])
    for row, (y, size) in enumerate(((676, 0.66), (732, 0.9), (806, 1.22))):
        for i in range(-1, 13):
            x = 52 + (i + 0.5 * (row % 2)) * 152 * size
            if not -80 < x < 1190 + row * 200:
                continue
            pick = chance_of(row * 40 + i + 7).random()
            one = (RED, rgb("#24487a"), rgb("#2f7f80"), ORANGE, GOLD)[int(pick * 5)]
            back = [
                (x, y),
                (x + 80 * size, y),
                (x + 90 * size, y + 62 * size),
                (x - 10 * size, y + 62 * size),
            ]
            s.line(
                [(x - 4 * size, y - 4 * size), (x - 18 * size, y + 96 * size)],
                rgb("#3a2438"),
                5 * size,
            )
            s.line(
                [(x + 84 * size, y - 4 * size), (x + 98 * size, y + 96 * size)],
                rgb("#3a2438"),
                5 * size,
            )
            s.shape(back, one)
            for k in (0.2, 0.6):
                s.shape(
                    [
                        (x + 80 * size * k, y),
                        (x + 80 * size * (k + 0.16), y),
                        (x - 10 * size + 100 * size * (k + 0.16), y + 62 * size),
                        (x - 10 * size + 100 * size * k, y + 62 * size),
                    ],
                    CREAM,
                )
            s.spray(rgb("#2a1c38"), (x, y), (x, y + 100 * size), 0.75, [back])
            if pick < 0.62:
                s.disc(x + 40 * size, y - 14 * size, 17 * size, rgb("#2a1c38"), 20 * size)
    return s
