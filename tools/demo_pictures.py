"""Draw the demo's pictures: flat shapes, few colours, paper grain. Same bytes in, same bytes out.

    python tools/demo_pictures.py

Each is 1600 x 900 pixels, the portraits 600 x 600; they go to the demo's content folder.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

OUT = Path(__file__).parent.parent / "src/matinee/config/demo/content/pictures"
W, H = 1600, 900
SCALE = 2  # drawn at twice the size, so that edges are smooth

Colour = tuple[int, int, int]
Point = tuple[float, float]


def rgb(code: str) -> Colour:
    """Return #rrggbb as three numbers."""
    return (int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16))


INK, NAVY, TEAL, SEA = rgb("#14213d"), rgb("#1d3461"), rgb("#1f4e5f"), rgb("#2a6f7f")
CREAM, PAPER, SAND = rgb("#f6ead2"), rgb("#fbf4e4"), rgb("#e9cfa0")
RED, DEEP, ORANGE, GOLD = rgb("#a4243b"), rgb("#6d1a2d"), rgb("#e07a3f"), rgb("#f2b84b")
VIOLET, PLUM, MOSS, SKY = rgb("#4a3b6b"), rgb("#2b2244"), rgb("#3f5d4c"), rgb("#9cc3cf")


class Sheet:
    """A sheet of paper to draw on, in the picture's own coordinates."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        """Lay the ground."""
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), ground)
        self.draw = ImageDraw.Draw(self.image)

    def _at(self, points: Sequence[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """Fill a polygon."""
        self.draw.polygon(self._at(points), fill=colour)

    def box(
        self, x: float, y: float, w: float, h: float, colour: Colour, round_: float = 0
    ) -> None:
        """Fill a rectangle."""
        box = (x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE)
        self.draw.rounded_rectangle(box, round_ * SCALE, fill=colour)

    def disc(self, x: float, y: float, rx: float, colour: Colour, ry: float | None = None) -> None:
        """Fill an ellipse."""
        ry = rx if ry is None else ry
        box = ((x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE)
        self.draw.ellipse(box, fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw a line."""
        self.draw.line(self._at(points), fill=colour, width=int(width * SCALE), joint="curve")

    def fade(self, top: Colour, bottom: Colour, y: float = 0, h: float | None = None) -> None:
        """Fill a band with a fade from one colour to another."""
        h = self.height - y if h is None else h
        for row in range(int(h * SCALE)):
            part = row / (h * SCALE)
            mixed = tuple(int(a + (b - a) * part) for a, b in zip(top, bottom, strict=True))
            at = y * SCALE + row
            self.draw.line([(0, at), (self.width * SCALE, at)], fill=mixed)

    def glow(self, points: Sequence[Point], colour: Colour, strength: float, blur: float) -> None:
        """Lay a soft light over a polygon."""
        mask = Image.new("L", self.image.size, 0)
        ImageDraw.Draw(mask).polygon(self._at(points), fill=int(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        self.image.paste(Image.new("RGB", self.image.size, colour), (0, 0), mask)
        self.draw = ImageDraw.Draw(self.image)

    def waves(self, top: float, rows: int, colours: Sequence[Colour], seed: int) -> None:
        """Draw rows of waves from `top` to the bottom edge."""
        chance = random.Random(seed)  # noqa: S311 - a drawing, no secret
        step = (self.height - top) / rows
        for row in range(rows):
            y, phase = top + row * step, chance.random() * 6.28
            size, length = 5 + row * 2.5, 90 + row * 26
            crest = [
                (x, y + math.sin(x / length + phase) * size + math.sin(x / 37 + phase) * 2)
                for x in range(0, self.width + 20, 10)
            ]
            self.shape(
                [*crest, (self.width, self.height), (0, self.height)], colours[row % len(colours)]
            )

    def finish(self, seed: int) -> Image.Image:
        """Return the picture at its size, with the grain of the paper."""
        small = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        chance = random.Random(seed)  # noqa: S311
        tile = Image.frombytes(
            "L", (160, 160), bytes(chance.randint(116, 140) for _ in range(25600))
        )
        grain = Image.new("L", small.size)
        for x in range(0, self.width, 160):
            for y in range(0, self.height, 160):
                grain.paste(tile.rotate(chance.choice((0, 90, 180, 270))), (x, y))
        return ImageChops.overlay(small, Image.merge("RGB", (grain, grain, grain)))


def stars(sheet: Sheet, count: int, below: float, seed: int, colour: Colour = CREAM) -> None:
    """Scatter stars above a height."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        sheet.disc(
            chance.random() * sheet.width,
            chance.random() * below,
            chance.choice((1.2, 1.8, 2.6)),
            colour,
        )


def lighthouse() -> Sheet:
    s = Sheet(W, H, INK)
    s.fade(rgb("#0c1830"), TEAL, 0, 640)
    stars(s, 90, 420, 3)
    s.glow([(1108, 262), (-60, 30), (-60, 470)], GOLD, 0.75, 22)
    s.glow([(1108, 262), (1700, 190), (1700, 350)], GOLD, 0.5, 18)
    s.shape(
        [
            (780, 900),
            (840, 700),
            (960, 640),
            (1060, 610),
            (1190, 612),
            (1330, 668),
            (1480, 700),
            (1620, 760),
            (1620, 900),
        ],
        rgb("#0b1526"),
    )
    s.shape([(1058, 620), (1080, 310), (1136, 310), (1160, 620)], CREAM)
    s.shape([(1110, 620), (1110, 310), (1136, 310), (1160, 620)], SAND)
    for y, h in ((370, 56), (490, 62)):
        a, b = (y - 310) / 310, (y + h - 310) / 310
        s.shape(
            [
                (1080 - 22 * a, y),
                (1136 + 24 * a, y),
                (1136 + 24 * b, y + h),
                (1080 - 22 * b, y + h),
            ],
            RED,
        )
    s.box(1068, 298, 80, 14, INK)
    s.box(1084, 236, 48, 62, GOLD)
    s.line([(1100, 236), (1100, 298)], INK, 4)
    s.line([(1116, 236), (1116, 298)], INK, 4)
    s.shape([(1074, 238), (1108, 196), (1142, 238)], RED)
    s.box(1098, 560, 22, 50, INK, 10)
    s.waves(660, 6, [rgb("#16404f"), rgb("#12353f"), rgb("#1d5563"), rgb("#0f2c3a")], 9)
    for x, y in ((300, 690), (420, 742), (150, 800), (560, 812), (690, 720)):
        s.line([(x, y), (x + 130, y - 2)], GOLD, 3)
    return s


def projector() -> Sheet:
    s = Sheet(W, H, rgb("#1a0d14"))
    s.fade(rgb("#12090f"), rgb("#3a1220"))
    s.glow([(1440, 140), (-40, 150), (-40, 760)], CREAM, 0.8, 26)
    s.glow([(1440, 140), (-40, 300), (-40, 600)], GOLD, 0.35, 30)
    chance = random.Random(5)  # noqa: S311
    for _ in range(150):
        x = chance.random() * 1300
        y = 150 + (1 - x / 1440) * (chance.random() * 480)
        s.disc(x, y, chance.choice((1.5, 2.2, 3)), PAPER)
    s.box(1400, 90, 200, 130, rgb("#0a0508"), 12)
    s.disc(1408, 142, 26, GOLD)
    s.disc(1408, 142, 15, PAPER)
    for row, (y, size, shade) in enumerate(
        ((640, 96, rgb("#5a1626")), (740, 122, rgb("#7a1d31")), (850, 150, RED))
    ):
        for i in range(-1, 15):
            x = i * size * 1.16 + (row % 2) * size * 0.58
            s.box(x, y, size, size * 1.5, shade, size * 0.3)
            s.box(
                x + size * 0.12,
                y + size * 0.1,
                size * 0.76,
                size * 0.16,
                tuple(min(255, c + 24) for c in shade),
                size * 0.08,
            )  # type: ignore[arg-type]
    s.disc(560, 690, 50, rgb("#12090f"))
    s.box(498, 726, 124, 106, rgb("#12090f"), 44)
    s.disc(700, 700, 44, rgb("#12090f"))
    s.box(644, 732, 112, 94, rgb("#12090f"), 40)
    return s


def tower_block() -> Sheet:
    s = Sheet(W, H, PLUM)
    s.fade(rgb("#241a3d"), rgb("#b5567a"), 0, 900)
    stars(s, 60, 360, 12)
    s.disc(1290, 220, 86, rgb("#f3cdb6"))
    s.disc(1325, 200, 80, rgb("#44274a"))
    for x, w, y, shade in (
        (0, 250, 560, rgb("#3a2a55")),
        (230, 190, 480, rgb("#332450")),
        (1180, 200, 520, rgb("#3a2a55")),
        (1360, 260, 440, rgb("#332450")),
    ):
        s.box(x, y, w, 500, shade)
    s.box(560, 90, 420, 830, rgb("#1a1330"))
    s.box(980, 130, 60, 790, rgb("#120d22"))
    for row in range(12):
        for col in range(5):
            x, y = 594 + col * 76, 130 + row * 64
            s.box(x, y, 48, 36, rgb("#2a2147"))
    for col, row, shade in ((1, 3, GOLD), (3, 6, ORANGE)):
        x, y = 594 + col * 76, 130 + row * 64
        s.glow(
            [(x - 20, y - 20), (x + 68, y - 20), (x + 68, y + 56), (x - 20, y + 56)], shade, 0.7, 14
        )
        s.box(x, y, 48, 36, shade)
        s.disc(x + 24, y + 24, 7, rgb("#1a1330"))
        s.box(x + 15, y + 28, 18, 8, rgb("#1a1330"), 4)
    return s


def ferry() -> Sheet:
    s = Sheet(W, H, ORANGE)
    s.fade(rgb("#35213f"), rgb("#f0a35c"), 0, 540)
    s.disc(420, 500, 130, rgb("#f8d48c"))
    s.waves(520, 8, [rgb("#c9622f"), rgb("#a94a2c"), rgb("#8c3b2b"), rgb("#6e2d2b")], 21)
    s.shape([(700, 500), (1320, 500), (1262, 606), (770, 606)], INK)
    s.box(800, 430, 440, 72, CREAM, 6)
    s.box(870, 372, 250, 60, CREAM, 6)
    s.box(1070, 282, 74, 92, RED, 4)
    s.box(1070, 300, 74, 22, INK)
    for i in range(8):
        s.box(826 + i * 50, 450, 28, 26, GOLD if i in (1, 4, 5) else rgb("#5b6a86"), 6)
    for i in range(4):
        s.box(892 + i * 54, 388, 32, 24, rgb("#5b6a86"), 4)
    for i, r in enumerate((26, 36, 48, 62)):
        s.disc(1130 + i * 72, 250 - i * 42, r, rgb("#6b4a5d"))
    s.waves(596, 5, [rgb("#8c3b2b"), rgb("#6e2d2b"), rgb("#54242b"), rgb("#3a1b2b")], 22)
    for y, w in ((650, 300), (700, 220), (760, 150), (830, 90)):
        s.box(420 - w / 2, y, w, 7, rgb("#f8d48c"), 3)
    return s


def pier() -> Sheet:
    s = Sheet(W, H, SKY)
    s.fade(rgb("#274060"), rgb("#f2c6a0"), 0, 600)
    s.disc(300, 520, 74, rgb("#fbe3b0"))
    s.waves(540, 4, [SEA, TEAL, rgb("#236072")], 31)
    for i in range(9):
        s.box(900 + i * 84, 560, 12, 190, INK)
        s.line([(906 + i * 84, 580), (990 + i * 84, 700)], INK, 5)
    s.box(860, 540, 760, 24, INK)
    s.shape([(1180, 540), (1180, 452), (1270, 384), (1360, 452), (1360, 540)], RED)
    s.box(1150, 446, 240, 16, DEEP)
    s.line([(1270, 384), (1270, 330)], INK, 5)
    s.shape([(1270, 330), (1334, 346), (1270, 362)], GOLD)
    s.shape([(0, 720), (500, 690), (1100, 730), (1600, 700), (1600, 900), (0, 900)], SAND)
    s.box(190, 330, 14, 400, INK)
    s.box(704, 330, 14, 400, INK)
    s.glow([(150, 250), (760, 250), (760, 660), (150, 660)], CREAM, 0.5, 40)
    s.box(176, 300, 556, 318, PAPER)
    s.disc(454, 459, 96, RED)
    s.shape(
        [(176, 618), (176, 540), (330, 470), (470, 560), (600, 500), (732, 570), (732, 618)], NAVY
    )
    for i, shade in enumerate((RED, NAVY, MOSS, ORANGE, RED, NAVY)):
        x = 170 + i * 132 + (i % 2) * 26
        s.shape([(x, 800), (x + 18, 726), (x + 84, 726), (x + 102, 800)], shade)
        s.box(x + 6, 800, 90, 12, INK)
        s.line([(x + 8, 808), (x + 2, 850)], INK, 6)
        s.line([(x + 94, 808), (x + 102, 850)], INK, 6)
    return s


def curtain() -> Sheet:
    s = Sheet(W, H, rgb("#1b0a10"))
    s.glow([(800, -60), (520, 900), (1080, 900)], CREAM, 0.7, 40)
    s.box(0, 760, 1600, 140, rgb("#5a3320"))
    for i in range(17):
        s.line([(800 + (i - 8) * 60, 760), (800 + (i - 8) * 190, 900)], rgb("#452616"), 4)
    s.disc(800, 806, 290, rgb("#c08a55"), 46)
    for side in (-1, 1):
        for i in range(9):
            far, near = 800 + side * 840, 800 + side * (300 + i * 62)
            low = 800 + side * (240 + i * 70 + 60 * math.sin(i))
            shade = (RED, DEEP, rgb("#8c1f34"))[i % 3]
            s.shape(
                [
                    (near, -10),
                    (far, -10),
                    (far, 790),
                    (low + side * 40, 790),
                    (near + side * 18, 380),
                ],
                shade,
            )
    for i in range(14):
        s.disc(i * 124, 44, 92, (RED, DEEP)[i % 2], 74)
    s.box(0, 0, 1600, 40, DEEP)
    s.box(744, 560, 112, 18, INK, 4)
    s.box(744, 430, 112, 96, INK, 10)
    s.box(760, 446, 80, 64, ORANGE, 6)
    for x in (750, 842):
        s.box(x, 430, 10, 366, INK)
    for x in (770, 822):
        s.box(x, 578, 8, 200, INK)
    return s


def television() -> Sheet:
    s = Sheet(W, H, PLUM)
    s.fade(rgb("#0f1630"), rgb("#31556b"), 0, 720)
    stars(s, 130, 560, 44)
    s.shape(
        [(0, 720), (360, 600), (760, 560), (1180, 620), (1600, 540), (1600, 900), (0, 900)],
        rgb("#22443f"),
    )
    s.shape(
        [(0, 800), (420, 690), (820, 640), (1240, 720), (1600, 660), (1600, 900), (0, 900)],
        rgb("#183430"),
    )
    s.glow([(520, 250), (1080, 250), (1220, 760), (400, 760)], SKY, 0.65, 60)
    s.line([(800, 330), (690, 170)], INK, 8)
    s.line([(800, 330), (930, 190)], INK, 8)
    s.disc(690, 170, 12, RED)
    s.disc(930, 190, 12, RED)
    s.box(540, 320, 520, 356, rgb("#7b4a2b"), 30)
    s.box(572, 352, 366, 292, INK, 34)
    s.box(586, 366, 338, 264, rgb("#cfe6e8"), 40)
    for i in range(6):
        s.box(600, 392 + i * 38, 310, 9, rgb("#a6cdd3"), 4)
    s.shape([(640, 616), (720, 500), (770, 560), (836, 460), (904, 616)], TEAL)
    s.disc(676, 430, 26, GOLD)
    for y in (410, 480):
        s.disc(998, y, 28, CREAM)
        s.line([(998, y), (1012, y - 18)], INK, 6)
    for i in range(5):
        s.box(966, 540 + i * 18, 64, 7, INK, 3)
    for x in (600, 980):
        s.shape([(x, 676), (x + 26, 676), (x + 16, 748), (x + 6, 748)], INK)
    return s


def books() -> Sheet:
    s = Sheet(W, H, CREAM)
    s.fade(rgb("#f4e3c3"), rgb("#e5c894"))
    s.disc(1240, 330, 250, rgb("#f0b968"))
    s.box(0, 770, 1600, 30, rgb("#6b3f24"))
    s.box(0, 800, 1600, 100, rgb("#8a5632"))
    x = 150.0
    spines = (
        (86, 500, RED),
        (64, 560, NAVY),
        (110, 460, ORANGE),
        (58, 520, MOSS),
        (92, 590, INK),
        (74, 440, GOLD),
        (104, 540, TEAL),
        (60, 480, DEEP),
    )
    for i, (w, h, shade) in enumerate(spines):
        s.box(x, 770 - h, w, h, shade, 6)
        band = CREAM if shade != GOLD else DEEP
        s.box(x, 770 - h + 46, w, 8, band)
        s.box(x, 770 - h + 62, w, 3, band)
        s.box(x + w * 0.3, 770 - h + 120, w * 0.4, h * (0.24 + 0.05 * (i % 3)), band, 4)
        s.box(x, 720, w, 8, band)
        x += w + 5
    for lean, shade in ((0, VIOLET), (64, RED)):
        s.shape(
            [
                (x + 36 + lean, 770),
                (x + 130 + lean, 300),
                (x + 196 + lean, 314),
                (x + 104 + lean, 770),
            ],
            shade,
        )
        s.shape(
            [
                (x + 119 + lean, 356),
                (x + 185 + lean, 370),
                (x + 182 + lean, 384),
                (x + 116 + lean, 370),
            ],
            CREAM,
        )
    s.box(1150, 690, 320, 80, NAVY, 6)
    s.box(1158, 700, 306, 58, PAPER)
    s.box(1180, 628, 270, 62, ORANGE, 6)
    s.box(1188, 636, 256, 44, PAPER)
    s.disc(1300, 560, 58, TEAL, 66)
    s.box(1356, 530, 40, 52, TEAL, 24)
    s.box(1362, 540, 22, 32, rgb("#f0c27c"), 12)
    s.box(1240, 500, 120, 18, rgb("#143a47"), 9)
    for i in range(3):
        s.line(
            [
                (1270 + i * 30, 470),
                (1262 + i * 30, 440),
                (1278 + i * 30, 412),
                (1270 + i * 30, 384),
            ],
            PAPER,
            5,
        )
    return s


def sunshade() -> Sheet:
    s = Sheet(W, H, SAND)
    s.fade(rgb("#f2dcae"), rgb("#e3bf86"))
    chance = random.Random(8)  # noqa: S311
    for _ in range(500):
        s.disc(chance.random() * W, chance.random() * H, chance.choice((1.5, 2.2)), rgb("#cfa56b"))
    s.shape(
        [(0, 0), (1600, 0), (1600, 110), (1200, 150), (800, 118), (380, 160), (0, 120)],
        rgb("#5fb0b7"),
    )
    s.shape([(0, 0), (1600, 0), (1600, 60), (1160, 92), (760, 66), (340, 100), (0, 70)], SEA)
    s.disc(1010, 590, 340, rgb("#c99a5e"), 250)
    cx, cy, r = 760, 450, 320
    for i in range(12):
        a, b = i * math.pi / 6, (i + 1) * math.pi / 6
        arc = [
            (cx + r * math.cos(a + (b - a) * k / 8), cy + r * 0.92 * math.sin(a + (b - a) * k / 8))
            for k in range(9)
        ]
        s.shape([(cx, cy), *arc], (RED, PAPER)[i % 2])
    s.disc(cx, cy, 20, GOLD)
    s.box(1180, 240, 250, 120, NAVY, 14)
    s.box(1180, 270, 250, 14, CREAM)
    s.box(1180, 316, 250, 14, CREAM)
    s.box(180, 640, 110, 74, INK, 12)
    s.disc(235, 677, 26, SKY)
    s.disc(235, 677, 14, INK)
    s.box(196, 628, 36, 14, INK, 4)
    return s


def popcorn() -> Sheet:
    s = Sheet(W, H, NAVY)
    s.fade(rgb("#17305c"), rgb("#25508a"))
    s.disc(800, 930, 620, rgb("#122748"), 130)
    chance = random.Random(17)  # noqa: S311

    def kernel(x: float, y: float, size: float) -> None:
        for dx, dy, shade in (
            (-0.5, 0, CREAM),
            (0.45, -0.1, PAPER),
            (0, -0.5, PAPER),
            (0.05, 0.35, CREAM),
        ):
            s.disc(x + dx * size, y + dy * size, size * 0.62, shade)
        s.disc(x, y, size * 0.3, GOLD)

    for _ in range(46):
        kernel(
            560 + chance.random() * 480,
            300 + chance.random() * 120 - 90 * math.sin(chance.random() * 3),
            28 + chance.random() * 14,
        )
    top, low = (540.0, 1060.0), (620.0, 980.0)
    for i in range(8):
        a, b = i / 8, (i + 1) / 8
        s.shape(
            [
                (top[0] + 520 * a, 380),
                (top[0] + 520 * b, 380),
                (low[0] + 360 * b, 840),
                (low[0] + 360 * a, 840),
            ],
            (RED, PAPER)[i % 2],
        )
    s.disc(800, 600, 104, GOLD)
    s.disc(800, 600, 88, RED)
    s.shape(
        [
            (800, 540),
            (818, 584),
            (866, 588),
            (830, 618),
            (842, 664),
            (800, 640),
            (758, 664),
            (770, 618),
            (734, 588),
            (782, 584),
        ],
        GOLD,
    )
    for i in range(11):
        s.disc(top[0] + i * 52, 384, 27, (RED, PAPER)[i % 2])
    for x, y in (
        (330, 820),
        (420, 780),
        (1180, 800),
        (1290, 840),
        (1250, 770),
        (250, 560),
        (1330, 420),
        (1200, 250),
        (380, 300),
    ):
        kernel(x, y, 30)
    return s


def portrait(ground: Colour, skin: Colour, hair: Colour, coat: Colour, *, bob: bool) -> Sheet:
    s = Sheet(600, 600, ground)
    s.disc(300, 320, 250, tuple(min(255, c + 22) for c in ground))  # type: ignore[arg-type]
    if bob:
        s.disc(300, 250, 156, hair)
        s.box(144, 250, 312, 150, hair, 40)
    s.shape([(70, 600), (110, 480), (230, 430), (370, 430), (490, 480), (530, 600)], coat)
    s.box(258, 380, 84, 90, skin, 30)
    s.disc(300, 280, 112, skin, 132)
    s.shape([(240, 436), (300, 500), (360, 436), (372, 470), (300, 560), (228, 470)], PAPER)
    if bob:
        s.shape(
            [(176, 270), (196, 170), (300, 130), (404, 170), (426, 270), (370, 205), (240, 215)],
            hair,
        )
    else:
        s.shape(
            [(190, 250), (196, 170), (300, 128), (404, 170), (410, 250), (384, 200), (216, 200)],
            hair,
        )
        s.shape(
            [
                (204, 320),
                (240, 400),
                (300, 424),
                (360, 400),
                (396, 320),
                (372, 372),
                (300, 384),
                (228, 372),
            ],
            hair,
        )
    for x in (256, 344):
        s.disc(x, 280, 36, INK)
        s.disc(x, 280, 29, tuple(min(255, c + 28) for c in skin))  # type: ignore[arg-type]
        s.disc(x, 282, 7, INK)
    s.line([(290, 278), (310, 278)], INK, 6)
    s.line([(300, 296), (292, 322), (306, 324)], tuple(int(c * 0.7) for c in skin), 5)  # type: ignore[arg-type]
    s.line([(268, 352), (300, 362), (334, 350)], DEEP, 7)
    return s


PICTURES: dict[str, Callable[[], Sheet]] = {
    "lighthouse": lighthouse,
    "projector": projector,
    "tower-block": tower_block,
    "ferry": ferry,
    "pier": pier,
    "curtain": curtain,
    "television": television,
    "books": books,
    "sunshade": sunshade,
    "popcorn": popcorn,
    "orla-pennant": lambda: portrait(
        rgb("#c46a4f"), rgb("#f0c9a5"), rgb("#3a2230"), NAVY, bob=True
    ),
    "callum-adeyemi": lambda: portrait(
        rgb("#3f6d63"), rgb("#8a5a3c"), rgb("#1d1614"), rgb("#c08a2f"), bob=False
    ),
}


def main() -> None:
    """Draw all and say how large each came out."""
    OUT.mkdir(parents=True, exist_ok=True)
    for number, (name, make) in enumerate(PICTURES.items()):
        path = OUT / f"{name}.jpg"
        make().finish(number).save(path, quality=80, optimize=True, progressive=True)
        print(f"{path.name}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
