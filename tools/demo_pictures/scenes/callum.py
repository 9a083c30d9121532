"""Callum: one of the demo's pictures."""

from __future__ import annotations

from tools.demo_pictures.sheet import GOLD, PAPER, Sheet, arc, curve, rgb


def callum() -> Sheet:
    s = Sheet(600, 600, rgb("#1f6f78"))
    s.fade([rgb("#2f8f8c"), rgb("#14535f")])
    for k, strength in enumerate((0.2, 0.25, 0.3)):
        s.veil(arc(330, 280, 280 - k * 50, 280 - k * 50, 0, 360), rgb("#8fd0bd"), strength * 0.7)
    hair, skin, cool = rgb("#160e18"), rgb("#9a5f3f"), rgb("#63352e")
    coat = [
        (30, 610),
        *curve(
            [(30, 610), (80, 506), (190, 468), (300, 460), (410, 468), (520, 506), (570, 610)],
            closed=False,
        ),
    ]
    s.shape(coat, rgb("#3a2230"))
    s.spray(rgb("#7d4a52"), (330, 560), (580, 500), 0.8, [coat])
    s.shape([(246, 370), (354, 370), (366, 490), (234, 490)], cool)
    scarf = curve(
        [
            (206, 452),
            (250, 474),
            (300, 482),
            (350, 474),
            (394, 452),
            (420, 492),
            (370, 532),
            (300, 544),
            (230, 532),
            (180, 492),
        ]
    )
    s.shape(scarf, GOLD)
    tail = curve([(338, 520), (396, 506), (420, 560), (424, 620), (352, 620), (346, 570)])
    s.shape(tail, rgb("#e0a02e"))
    s.spray(rgb("#a85f22"), (300, 470), (180, 520), 0.8, [scarf])
    for y in (560, 584):
        s.line([(348, y), (424, y - 6)], rgb("#c0313f"), 7)
    for x in (196, 404):
        s.disc(x, 288, 22, cool if x < 300 else skin, 32)
    face = curve(
        [
            (300, 132),
            (370, 148),
            (402, 220),
            (400, 310),
            (366, 390),
            (300, 424),
            (234, 390),
            (200, 310),
            (198, 220),
            (230, 148),
        ]
    )
    s.shape(face, skin)
    dusk = [(190, 120), (286, 120), (292, 250), (274, 322), (296, 338), (300, 430), (190, 430)]
    s.shared(face, dusk, cool)
    s.spray(rgb("#c98a5c"), (340, 280), (420, 240), 0.7, [face])
    beard = [
        *curve(
            [
                (199, 290),
                (214, 340),
                (250, 356),
                (300, 346),
                (350, 356),
                (386, 340),
                (401, 290),
                (398, 350),
                (366, 410),
                (300, 442),
                (234, 410),
                (202, 350),
            ]
        )
    ]
    s.shape(beard, hair)
    s.spray(rgb("#4a3038"), (330, 400), (410, 330), 0.8, [beard])
    crown = curve(
        [
            (192, 262),
            (182, 180),
            (214, 112),
            (300, 84),
            (386, 112),
            (418, 180),
            (408, 262),
            (392, 206),
            (350, 176),
            (300, 170),
            (250, 176),
            (208, 206),
        ]
    )
    s.shape(crown, hair)
    s.spray(rgb("#4a3038"), (330, 150), (420, 110), 0.9, [crown])
    for x in (254, 346):
        s.line(curve([(x - 34, 250), (x - 4, 238), (x + 32, 248)], closed=False), hair, 9)
        eye = curve([(x - 24, 284), (x, 270), (x + 24, 284), (x, 295)])
        s.shape(eye, rgb("#f3e3cf") if x > 300 else rgb("#cdb3a0"))
        s.disc(x + 3, 282, 10, hair)
        s.disc(x + 6, 278, 3, PAPER)
        s.line(curve([(x - 26, 284), (x, 268), (x + 26, 284)], closed=False), hair, 5)
    s.line(curve([(300, 290), (288, 324), (308, 334), (322, 328)], closed=False), rgb("#3a1a1c"), 5)
    s.shape(
        curve([(262, 376), (300, 368), (342, 372), (322, 390), (300, 393), (280, 390)]),
        rgb("#b3564e"),
    )
    s.line(curve([(262, 377), (300, 379), (342, 372)], closed=False), rgb("#3a1a1c"), 3)
    return s
