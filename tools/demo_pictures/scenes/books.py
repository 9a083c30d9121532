"""Books: one of the demo's pictures."""

from __future__ import annotations

from tools.demo_pictures.sheet import DEEP, PAPER, H, Sheet, W, curve, rgb


def books() -> Sheet:
    s = Sheet(W, H, rgb("#1d2b4f"))
    s.fade([rgb("#16213f"), rgb("#24406b"), rgb("#2f5c80")], 0, 780)
    s.halo(rgb("#ffdf9a"), 1230, 420, 760, 0.85)
    s.halo(rgb("#fff0c9"), 1230, 400, 360, 0.8)
    s.box(0, 768, W, 132, rgb("#5a2d22"))
    s.box(0, 768, W, 18, rgb("#8b4a30"))
    s.halo(rgb("#f0a85c"), 1200, 774, 560, 0.9, [[(0, 768), (W, 768), (W, 786), (0, 786)]], 60)
    s.spray(rgb("#250f16"), (800, 800), (800, 920), 0.8, [[(0, 786), (W, 786), (W, H), (0, H)]])
    x, lean = 96.0, 0.0
    spines = (
        (92, 520, "#c0313f"),
        (58, 588, "#f4b942"),
        (120, 470, "#1f6f78"),
        (66, 556, "#f6ead2"),
        (84, 610, "#14213d"),
        (106, 498, "#e5793a"),
        (54, 574, "#6d1a2d"),
        (98, 532, "#3f7d5c"),
        (74, 448, "#e9cfa0"),
    )
    for i, (w, h, code) in enumerate(spines):
        shade, y = rgb(code), 768 - h
        band = DEEP if code in ("#f4b942", "#f6ead2", "#e9cfa0") else rgb("#f6dca4")
        s.box(x, y, w, h, shade, 5)
        spine = [(x, y), (x + w, y), (x + w, 768.0), (x, 768.0)]
        s.spray(rgb("#0b1328"), (x + w * 0.75, 600), (x - w * 0.2, 600), 0.85, [spine])
        s.spray(rgb("#ffe7b0"), (x + w * 0.55, 600), (x + w * 1.15, 600), 0.5, [spine])
        s.box(x, y + 40, w, 7, band)
        s.box(x, y + 54, w, 3, band)
        s.box(x, 768 - 52, w, 7, band)
        s.box(x, 768 - 66, w, 3, band)
        mid = x + w / 2
        if i % 3 == 0:
            s.disc(mid, y + h * 0.42, w * 0.24, band)
            s.disc(mid, y + h * 0.42, w * 0.14, shade)
        elif i % 3 == 1:
            for k in range(4):
                s.box(mid - 3, y + 110 + k * 62, 6, 40, band, 3)
        else:
            s.shape(
                [
                    (mid, y + 120),
                    (mid + w * 0.24, y + 190),
                    (mid, y + 260),
                    (mid - w * 0.24, y + 190),
                ],
                band,
            )
        x += w + 3
    for lean, code, low in ((0.0, "#7a4a8c", 0.0), (86.0, "#c0313f", 12.0)):
        at = x + 12 + lean
        cover = [
            (at, 768),
            (at + 118, 768 - 486 + low),
            (at + 192, 768 - 468 + low),
            (at + 78, 768),
        ]
        s.shape(cover, rgb(code))
        s.spray(rgb("#0b1328"), (at + 80, 540), (at + 20, 520), 0.8, [cover])
        for k in (0.86, 0.8, 0.14):
            s.line(
                [(at + 118 * k, 768 - (486 - low) * k), (at + 78 + 114 * k, 768 - (468 - low) * k)],
                rgb("#f6dca4"),
                5,
            )
    brass, shadow = rgb("#d99632"), rgb("#7d4a1f")
    s.disc(1330, 764, 92, shadow, 18)
    s.disc(1330, 758, 92, brass, 17)
    s.line(
        curve([(1330, 752), (1336, 600), (1330, 430), (1276, 350), (1232, 344)], closed=False),
        brass,
        12,
    )
    s.line(curve([(1338, 752), (1344, 600), (1338, 430)], closed=False), shadow, 4)
    cone = [(1206, 268), (1262, 268), (1356, 408), (1112, 408)]
    beam = [(1118, 408), (1350, 408), (1530, 768), (950, 768)]
    s.veil(beam, rgb("#ffe7b0"), 0.24)
    s.spray(rgb("#fff3d4"), (1234, 800), (1234, 400), 0.75, [beam])
    s.shape(cone, rgb("#1f7f74"))
    s.spray(rgb("#0c3a40"), (1240, 300), (1360, 340), 0.9, [cone])
    s.spray(rgb("#7fd0b4"), (1220, 330), (1140, 300), 0.6, [cone])
    s.disc(1234, 408, 122, rgb("#fff0c0"), 16)
    s.disc(1234, 268, 28, rgb("#0c3a40"), 8)
    for w, h, y, code in ((330, 46, 722, "#14213d"), (292, 40, 682, "#c0313f")):
        left = 1080 - w / 2 + 10
        s.box(left, y, w, h, rgb(code), 5)
        s.box(left + 8, y + 7, w - 8, h - 14, rgb("#f6ead2"))
        for k in (0.35, 0.62):
            s.line([(left + 8, y + h * k), (left + w, y + h * k)], rgb("#d9b98a"), 2)
    left_page = [
        (1090, 672),
        *curve([(1090, 672), (1040, 646), (980, 640), (910, 652)], closed=False),
        (902, 676),
        *curve([(902, 676), (980, 668), (1040, 674), (1090, 684)], closed=False),
    ]
    right_page = [(2 * 1090 - a, b) for a, b in left_page]
    s.shape(left_page, PAPER)
    s.shape(right_page, rgb("#f3dfb6"))
    s.line([(1090, 670), (1090, 684)], rgb("#b98a5a"), 3)
    return s
