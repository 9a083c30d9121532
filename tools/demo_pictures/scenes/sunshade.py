"""Sunshade: one of the demo's pictures."""

from __future__ import annotations

import math

from tools.demo_pictures.sheet import (
    CREAM,
    GOLD,
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


def sunshade() -> Sheet:
    s = Sheet(W, H, SAND)
    s.fade([rgb("#f8e2b4"), rgb("#efc98d"), rgb("#e2ac70")])
    chance = chance_of(8)
    for _ in range(420):
        s.disc(
            chance.random() * W,
            200 + chance.random() * 700,
            chance.choice((1.2, 1.8)),
            rgb("#cf9a62"),
        )
    for shade, low, lift in (
        ("#fdf3dc", 214, 5),
        ("#7fc9c4", 196, 9),
        ("#fdf3dc", 138, 12),
        ("#3aa0a8", 128, 14),
        ("#1f7c8c", 52, 16),
    ):
        edge = curve(
            [
                (-40, low + lift),
                (180, low - lift * 1.8),
                (430, low + lift),
                (690, low - lift),
                (960, low + lift * 1.6),
                (1240, low - lift * 1.4),
                (1480, low + lift),
                (1660, low - lift),
            ],
            closed=False,
        )
        s.shape([(-40, -10), *edge, (1660, -10)], rgb(shade))
    s.spray(rgb("#12586e"), (800, 120), (800, -60), 0.9, [[(0, 0), (W, 0), (W, 130), (0, 130)]])
    shadow = rgb("#b5794c")
    pole = (680.0, 500.0)
    s.shape([(676, 520), (990, 690), (996, 680), (684, 500)], shadow)
    blot = arc(1060, 700, 326, 196, 0, 360)
    s.shape(blot, rgb("#c98f5b"))
    s.spray(rgb("#8f5640"), (1380, 860), (800, 560), 0.75, [blot])
    for x, y, w, h, one, other in (
        (1130, 300, 300, 128, "#1d3461", "#f6ead2"),
        (1222, 470, 208, 92, "#e5793a", "#fbf4e4"),
    ):
        s.shape(
            [
                (x + 14, y + 14),
                (x + w + 14, y + 14),
                (x + w + 14, y + h + 14),
                (x + 14, y + h + 14),
            ],
            rgb("#cf9a62"),
        )
        s.box(x, y, w, h, rgb(one), 6)
        for k in (0.1, 0.2, 0.74, 0.84):
            s.box(x + w * k, y, w * 0.05, h, rgb(other))
        for k in range(0, int(h), 12):
            s.line([(x - 9, y + k + 5), (x, y + k + 5)], rgb(other), 3)
            s.line([(x + w, y + k + 5), (x + w + 9, y + k + 5)], rgb(other), 3)
    s.box(1270, 340, 74, 48, rgb("#0e1830"), 8)  # a camcorder on the larger towel
    s.box(1340, 350, 26, 28, rgb("#2a3a5c"), 4)
    s.disc(1366, 364, 12, rgb("#7fc9c4"))
    s.box(1284, 330, 40, 12, rgb("#2a3a5c"), 4)
    s.disc(1286, 354, 4, RED)
    cx, cy, r = pole[0], pole[1], 338.0
    for i in range(12):
        start, end = i * 30 - 8, i * 30 + 22
        rim = arc(cx, cy, r, r * 0.94, start, end)
        dip = math.radians((start + end) / 2)
        middle = (cx + (r - 15) * math.cos(dip), cy + (r - 15) * 0.94 * math.sin(dip))
        wedge = [(cx, cy), *curve([rim[0], middle, rim[-1]], closed=False)]
        s.shape(wedge, (RED, PAPER)[i % 2])
        dark = rgb("#7c1730") if i % 2 == 0 else rgb("#d9ae8c")
        away = max(0.0, math.cos(dip - math.radians(38)))
        s.spray(
            dark,
            (cx, cy),
            (cx + r * 1.1 * math.cos(dip), cy + r * 1.1 * math.sin(dip)),
            0.2 + 0.75 * away,
            [wedge],
        )
    for i in range(12):
        turn = math.radians(i * 30 - 8)
        s.line(
            [(cx, cy), (cx + r * math.cos(turn), cy + r * 0.94 * math.sin(turn))], rgb("#a3283c"), 2
        )
    s.disc(cx + 5, cy + 5, 22, rgb("#7c1730"))
    s.disc(cx, cy, 20, GOLD)
    s.disc(cx - 5, cy - 5, 8, rgb("#ffe29a"))
    for x, y, tilt in ((330, 800, 0.2), (392, 826, -0.15)):
        sole = [
            (x + 22 * math.cos(t + tilt) * (1 - 0.22 * math.sin(t)), y + 46 * math.sin(t))
            for t in (k * 0.21 for k in range(30))
        ]
        s.shape([(a + 8, b + 8) for a, b in sole], rgb("#c08a57"))
        s.shape(sole, rgb("#1f7c8c"))
        s.line([(x - 16, y + 6), (x, y - 20), (x + 16, y + 6)], CREAM, 5)
    for k in range(9):  # small footprints, going to the sea
        x, y = 250 - k * 6 + (k % 2) * 26, 720 - k * 56
        s.disc(x, y, 8, rgb("#cb955f"), 13)
    return s
