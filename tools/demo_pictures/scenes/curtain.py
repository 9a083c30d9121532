"""Curtain: one of the demo's pictures."""

from __future__ import annotations

from tools.demo_pictures.sheet import GOLD, H, Sheet, W, arc, curve, rgb


def curtain() -> Sheet:
    s = Sheet(W, H, rgb("#160810"))
    s.fade([rgb("#12060d"), rgb("#2c0d1a")], 0, 740)
    floor = [(0, 735), (W, 735), (W, H), (0, H)]
    s.shape(floor, rgb("#4a2620"))
    for i in range(-14, 15):
        s.line([(800 + i * 62, 735), (800 + i * 175, 900)], rgb("#37191a"), 3)
    light = [(760, -20), (850, -20), (1130, 800), (480, 800)]
    s.veil(light, rgb("#ffe7b8"), 0.16)
    s.spray(rgb("#fff1d0"), (800, 1000), (800, 0), 0.62, [light])
    s.disc(805, 800, 326, rgb("#d99a5b"), 58)
    s.halo(rgb("#ffe9bd"), 805, 796, 330, 1, [arc(805, 800, 326, 58, 0, 360)], 90)
    s.shape([(838, 815), (1042, 836), (1050, 844), (1010, 850), (830, 828)], rgb("#8c5234"))
    wood = rgb("#2a1220")
    for foot, top in ((744, 760), (862, 848)):
        s.line([(foot + 8, 790), (top + 4, 660)], wood, 8)
    for foot, top in ((722, 738), (886, 872)):
        s.line([(foot, 828), (top, 668)], wood, 10)
    s.line(
        curve(
            [(746, 660), (738, 560), (752, 474), (806, 448), (858, 474), (872, 560), (864, 660)],
            closed=False,
        ),
        wood,
        11,
    )
    s.line(
        curve(
            [(778, 655), (772, 580), (782, 520), (806, 502), (830, 520), (838, 580), (832, 655)],
            closed=False,
        ),
        wood,
        8,
    )
    s.disc(806, 668, 80, wood, 24)
    s.disc(806, 661, 80, rgb("#e5793a"), 22)
    s.disc(806, 660, 58, rgb("#f4b942"), 14)
    s.line(curve([(752, 740), (806, 752), (860, 740)], closed=False), wood, 6)
    for side in (-1, 1):  # folds: each lit on the side that the lamp is on
        edges = [(800 + side * (322 + i * 74), 800 + side * (268 + i * 78)) for i in range(9)]
        for i in range(7, -1, -1):
            top, low = edges[i]
            top2, low2 = edges[i + 1]
            waist = 0.5 * (top + low) + side * 34
            waist2 = 0.5 * (top2 + low2) + side * 34
            fold = [
                *curve(
                    [(top, -40), (top, 120), (waist, 430), (low, 716), (low - side * 14, 804)],
                    closed=False,
                ),
                *curve(
                    [(low2 - side * 4, 804), (low2, 716), (waist2, 430), (top2, 120), (top2, -40)],
                    closed=False,
                ),
            ]
            s.shape(fold, rgb("#b32a3c"))
            near, far = (waist, 430.0), (waist2, 430.0)
            s.spray(rgb("#4d0f22"), near, far, 1.0, [fold])
            s.spray(rgb("#e65a54"), (waist + side * 34, 430), (waist - side * 12, 430), 0.6, [fold])
        s.spray(rgb("#1c0710"), (800 + side * 330, 300), (800 + side * 820, 300), 0.9)
    for i in range(-1, 9):
        x = i * 200.0
        swag = [
            (x - 4, -20),
            *curve(
                [(x - 4, 40), (x + 40, 104), (x + 100, 126), (x + 160, 104), (x + 204, 40)],
                closed=False,
            ),
            (x + 204, -20),
        ]
        s.shape(swag, rgb("#a3243a"))
        s.spray(rgb("#4d0f22"), (x + 100, 10), (x + 100, 140), 1, [swag])
        hem = curve(
            [(x - 4, 40), (x + 40, 104), (x + 100, 126), (x + 160, 104), (x + 204, 40)],
            closed=False,
        )
        s.line(hem, GOLD, 7)
        for at in range(4, len(hem) - 4, 3):
            s.line([hem[at], (hem[at][0], hem[at][1] + 15)], rgb("#d99632"), 3)
    s.box(0, 0, W, 26, rgb("#6d1a2d"))
    s.spray(rgb("#12060d"), (800, 760), (800, 960), 0.6, [floor])
    return s
