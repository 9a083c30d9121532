"""Ferry: one of the demo's pictures."""

from __future__ import annotations

from tools.demo_pictures.sheet import H, Sheet, W, arc, chance_of, curve, rgb
from tools.demo_pictures.things import figure, glints, stars, swell


def ferry() -> Sheet:
    s = Sheet(W, H, rgb("#1c1430"))
    s.fade([rgb("#150f2a"), rgb("#3d1f45"), rgb("#8f3347"), rgb("#e36a3c"), rgb("#f9b45a")], 0, 560)
    stars(s, 70, 240, 30)
    s.halo(rgb("#ffd98a"), 1010, 480, 420, 0.6)
    s.disc(1010, 476, 168, rgb("#ffe0a0"))
    s.shape(
        curve([(-20, 562), (-20, 520), (90, 506), (200, 528), (330, 520), (420, 562)]),
        rgb("#5b2440"),
    )
    sea = [rgb(c) for c in ("#c9532f", "#a53e33", "#7f2e38", "#582339", "#381a35", "#1f122b")]
    swell(s, 548, sea, 21, 2)
    glints(s, 1010, 566, 880, rgb("#ffc978"), 6, 1.2)
    hull = [
        (330, 520),
        (1000, 520),
        (1062, 470),
        (1020, 622),
        *curve([(980, 640), (660, 650), (400, 640)], closed=False),
        (352, 600),
    ]
    s.shape(hull, rgb("#160f26"))
    s.shape([(342, 560), (1040, 552), (1036, 566), (346, 574)], rgb("#c0313f"))
    s.box(380, 452, 560, 70, rgb("#2a1b38"))
    s.shape([(430, 452), (430, 392), (820, 392), (860, 452)], rgb("#231632"))
    s.shape([(640, 392), (640, 340), (780, 340), (806, 392)], rgb("#1a1029"))
    s.shape([(500, 392), (508, 286), (586, 286), (594, 392)], rgb("#c0313f"))
    s.shape([(506, 316), (508, 286), (586, 286), (588, 316)], rgb("#160f26"))
    for x in (728, 700):
        s.line([(x, 340), (x, 262)], rgb("#160f26"), 3)
    s.line([(728, 268), (1044, 476)], rgb("#160f26"), 1.6)
    s.line([(700, 268), (360, 520)], rgb("#160f26"), 1.6)
    for i in range(11):
        lit = i not in (3, 8)
        s.box(400 + i * 49, 470, 33, 30, rgb("#ffcf6b") if lit else rgb("#3f2a4a"), 3)
    for i in range(6):
        s.box(462 + i * 58, 410, 38, 26, rgb("#ffcf6b") if i in (0, 2, 5) else rgb("#3f2a4a"), 3)
    s.box(662, 352, 112, 26, rgb("#ffe6ad"), 4)
    figure(s, 716, 402, 56, rgb("#1a1029"))
    s.box(640, 378, 170, 16, rgb("#1a1029"))
    s.disc(564, 489, 9, rgb("#2a1b38"))
    s.shape(arc(564, 502, 12, 10, 180, 360), rgb("#2a1b38"))
    for i, (x, y, r) in enumerate(
        (
            (548, 250, 30),
            (506, 212, 42),
            (446, 176, 54),
            (368, 146, 66),
            (268, 128, 76),
            (150, 118, 82),
        )
    ):
        s.disc(
            x,
            y,
            r,
            rgb(("#4b2645", "#4a2547", "#482448", "#432249", "#3c1f48", "#351c45")[i]),
            r * 0.72,
        )
    swell(s, 628, [rgb(c) for c in ("#6a2838", "#4a2038", "#2d1730", "#190f26")], 22, 4)
    for i in range(11):
        if i not in (3, 8):
            chance = chance_of(i)
            for y in range(652, 760, 12):
                half = 10 + chance.random() * 9
                x = 416 + i * 49 + (chance.random() - 0.5) * 14
                s.shape([(x - half, y), (x, y - 2.2), (x + half, y), (x, y + 2.2)], rgb("#f2a950"))
    glints(s, 1070, 700, 880, rgb("#ffc978"), 16, 0.9)
    return s
