"""Draw the demo's pictures like two-ink prints: flat shapes, few colours, sprayed shade, grain.

    python tools/demo_pictures.py [NAME ...]

Scenes are 1600 x 900 pixels, portraits and the masthead's mark 600 x 600. They go to the demo's
content folder, each under 150 KB. Every chance is seeded: the same Pillow draws the same bytes.
"""

from __future__ import annotations

import io
import math
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

OUT = Path(__file__).parent.parent / "src/matinee/config/demo/content/pictures"
W, H = 1600, 900
SCALE = 2  # drawn at twice the size, so that edges are smooth
LIMIT = 150_000  # bytes a picture

Colour = tuple[int, int, int]
Point = tuple[float, float]


def rgb(code: str) -> Colour:
    """Return #rrggbb as three numbers."""
    return (int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16))


def chance_of(seed: int) -> random.Random:
    """Return a seeded source of chance."""
    return random.Random(seed)  # noqa: S311 - a drawing, no secret


INK, NAVY, TEAL = rgb("#14213d"), rgb("#1d3461"), rgb("#1f4e5f")
CREAM, PAPER, SAND = rgb("#f6ead2"), rgb("#fbf4e4"), rgb("#e9cfa0")
RED, DEEP, ORANGE, GOLD = rgb("#c0313f"), rgb("#6d1a2d"), rgb("#e5793a"), rgb("#f4b942")


def curve(points: Sequence[Point], *, closed: bool = True, steps: int = 14) -> list[Point]:
    """Return a smooth line through the points (Catmull and Rom's spline)."""
    n, out = len(points), []
    for i in range(n if closed else n - 1):
        at = [
            points[(i + k) % n] if closed else points[min(max(i + k, 0), n - 1)]
            for k in (-1, 0, 1, 2)
        ]
        for step in range(steps):
            t = step / steps
            out.append(
                tuple(
                    0.5
                    * (
                        2 * b
                        + (c - a) * t
                        + (2 * a - 5 * b + 4 * c - d) * t * t
                        + (3 * b - a - 3 * c + d) * t**3
                    )
                    for a, b, c, d in zip(*at, strict=True)
                )
            )
    return out if closed else [*out, points[-1]]


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> list[Point]:
    """Return points of an ellipse's arc; degrees run clockwise from three o'clock."""
    steps = max(4, int(abs(end - start) / 4))
    turns = [math.radians(start + (end - start) * k / steps) for k in range(steps + 1)]
    return [(x + rx * math.cos(t), y + ry * math.sin(t)) for t in turns]


@cache
def _noise(width: int, height: int) -> Image.Image:
    side = 512
    tile = Image.frombytes("L", (side, side), chance_of(1895).randbytes(side * side))
    sheet = Image.new("L", (width, height))
    for x in range(0, width, side):
        for y in range(0, height, side):
            sheet.paste(tile.rotate(90 * ((x // side + 2 * (y // side)) % 4)), (x, y))
    return sheet


class Sheet:
    """A sheet of paper to draw on, in the picture's own coordinates."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        """Lay the ground."""
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), ground)
        self.draw = ImageDraw.Draw(self.image)

    def _at(self, points: Iterable[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    def shape(self, points: Iterable[Point], colour: Colour) -> None:
        """Fill a polygon."""
        self.draw.polygon(self._at(points), fill=colour)

    def box(self, x: float, y: float, w: float, h: float, colour: Colour, soft: float = 0) -> None:
        """Fill a rectangle whose corners may be soft."""
        box = (x * SCALE, y * SCALE, (x + w) * SCALE - 1, (y + h) * SCALE - 1)
        self.draw.rounded_rectangle(box, soft * SCALE, fill=colour)

    def disc(self, x: float, y: float, rx: float, colour: Colour, ry: float | None = None) -> None:
        """Fill an ellipse."""
        ry = rx if ry is None else ry
        box = ((x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE)
        self.draw.ellipse(box, fill=colour)

    def line(self, points: Iterable[Point], colour: Colour, width: float) -> None:
        """Draw a line with round ends."""
        dots = self._at(points)
        self.draw.line(dots, fill=colour, width=max(1, round(width * SCALE)), joint="curve")
        if width >= 4:
            r = width * SCALE / 2
            for x, y in (dots[0], dots[-1]):
                self.draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def fade(self, stops: Sequence[Colour], y: float = 0, h: float | None = None) -> None:
        """Fill a band with a smooth fade through colours, from top to bottom."""
        h = self.height - y if h is None else h
        rows = int(h * SCALE)
        for row in range(rows):
            place = row / rows * (len(stops) - 1)
            one, other = stops[int(place)], stops[min(int(place) + 1, len(stops) - 1)]
            part = place - int(place)
            mixed = tuple(round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
            at = y * SCALE + row
            self.draw.line([(0, at), (self.width * SCALE, at)], fill=mixed)

    def _mask(self, clip: Sequence[Iterable[Point]] | None) -> Image.Image:
        if clip is None:
            return Image.new("L", self.image.size, 255)
        mask = Image.new("L", self.image.size, 0)
        for shape in clip:
            ImageDraw.Draw(mask).polygon(self._at(shape), fill=255)
        return mask

    def _ink(self, colour: Colour, mask: Image.Image) -> None:
        self.image.paste(Image.new("RGB", self.image.size, colour), (0, 0), mask)
        self.draw = ImageDraw.Draw(self.image)

    def spray(
        self,
        colour: Colour,
        none: Point,
        full: Point,
        strength: float = 1.0,
        clip: Sequence[Iterable[Point]] | None = None,
    ) -> None:
        """Spray dots of a colour, from none at one point to `strength` (0 to 1) at another."""
        (x0, y0), (x1, y1) = none, full
        dx, dy = (x1 - x0) * SCALE, (y1 - y0) * SCALE
        length = dx * dx + dy * dy
        ramp = Image.new("L", (4, 2304))
        ramp.paste(255, (0, 1280, 4, 2304))
        ramp.paste(Image.linear_gradient("L").resize((4, 256)), (0, 1024))
        a, b = 256 * dx / length, 256 * dy / length
        start = 1024 - a * x0 * SCALE - b * y0 * SCALE
        sheet = ramp.transform(self.image.size, Image.Transform.AFFINE, (0, 0, 1.5, a, b, start))
        self._spray(colour, sheet, strength, clip)

    def halo(
        self,
        colour: Colour,
        x: float,
        y: float,
        r: float,
        strength: float = 1.0,
        clip: Sequence[Iterable[Point]] | None = None,
        ry: float | None = None,
    ) -> None:
        """Spray dots of a colour around a point, thinning out to a distance of `r`."""
        ry = r if ry is None else ry
        size = (round(2 * r * SCALE), round(2 * ry * SCALE))
        # Pillow's radial ramp is at about 180 in an edge's middle: there, none may be left.
        ring = ImageChops.invert(Image.radial_gradient("L")).point(
            lambda v: round(255 * max(0.0, (v - 76) / 179) ** 1.5)
        )
        sheet = Image.new("L", self.image.size, 0)
        sheet.paste(ring.resize(size), (round((x - r) * SCALE), round((y - ry) * SCALE)))
        self._spray(colour, sheet, strength, clip)

    def _spray(
        self,
        colour: Colour,
        sheet: Image.Image,
        strength: float,
        clip: Sequence[Iterable[Point]] | None,
    ) -> None:
        thin = sheet.point(lambda v: round(v * strength))
        # Half a smooth tint and half dots: all dots would make a picture of many kilobytes.
        dots = ImageChops.subtract(thin, _noise(*sheet.size)).point(lambda v: 255 if v else 0)
        mixed = Image.blend(thin, dots, 0.34)
        self._ink(colour, ImageChops.multiply(mixed, self._mask(clip)))

    def glow(self, points: Iterable[Point], colour: Colour, strength: float, blur: float) -> None:
        """Lay a soft light over a polygon."""
        mask = self._mask([points]).point(lambda v: round(v * strength))
        self._ink(colour, mask.filter(ImageFilter.GaussianBlur(blur * SCALE)))

    def veil(self, points: Iterable[Point], colour: Colour, strength: float) -> None:
        """Lay a flat, see-through colour over a polygon."""
        self._ink(colour, self._mask([points]).point(lambda v: round(v * strength)))

    def shared(self, one: Iterable[Point], other: Iterable[Point], colour: Colour) -> None:
        """Fill what two polygons share."""
        self._ink(colour, ImageChops.multiply(self._mask([one]), self._mask([other])))

    def finish(self, seed: int) -> Image.Image:
        """Return the picture at its size, with the grain of the paper."""
        small = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        noise = _noise(self.width, self.height).transpose(Image.Transpose.TRANSPOSE)
        noise = noise.resize(small.size) if noise.size != small.size else noise
        noise = ImageChops.offset(noise, seed * 37, seed * 91)
        grain = noise.point(lambda v: 128 + round((v - 128) * 0.085))
        return ImageChops.overlay(small, Image.merge("RGB", (grain, grain, grain)))


# --- things that several pictures have -------------------------------------------------------


def stars(s: Sheet, count: int, below: float, seed: int, colour: Colour = CREAM) -> None:
    """Scatter stars above a height."""
    chance = chance_of(seed)
    for _ in range(count):
        x, y = chance.random() * s.width, chance.random() ** 1.3 * below
        s.disc(x, y, chance.choice((1.0, 1.4, 1.4, 2.4)), colour)


def swell(
    s: Sheet, top: float, colours: Sequence[Colour], seed: int, first: float = 3, steep: float = 2.4
) -> None:
    """Draw rows of waves from `top` down to the bottom edge, larger as they come nearer."""
    chance, y, gap = chance_of(seed), top, 0.0
    step = (s.height - top) / (len(colours) * (len(colours) + 1) / 2)
    for row, colour in enumerate(colours):
        gap = step * (row + 1)
        size, long = first + row * steep, 120 + row * 46
        turn, other = chance.random() * 6.28, chance.random() * 6.28
        crest = [
            (
                x,
                y
                + math.sin(x / long + turn) * size
                + math.sin(x / (long * 0.37) + other) * size * 0.4,
            )
            for x in range(-10, s.width + 20, 8)
        ]
        s.shape([*crest, (s.width, s.height), (0, s.height)], colour)
        y += gap


def glints(
    s: Sheet, x: float, top: float, bottom: float, colour: Colour, seed: int, spread: float = 1.0
) -> None:
    """Lay the broken path of a light on water under `x`."""
    chance, y = chance_of(seed), top
    while y < bottom:
        near = (y - top) / (bottom - top)
        for _ in range(2 + int(near * 2)):
            half = (14 + chance.random() * 60) * (0.5 + near) * spread
            off = (chance.random() - 0.5) * (50 + 220 * near) * spread
            thick = 1.5 + 3.6 * near
            s.shape(
                [
                    (x + off - half, y),
                    (x + off, y - thick),
                    (x + off + half, y),
                    (x + off, y + thick),
                ],
                colour,
            )
        y += 9 + 12 * near


def figure(s: Sheet, x: float, foot: float, tall: float, colour: Colour) -> None:
    """Stand a small person in a coat at `x`."""
    s.disc(x, foot - tall * 0.88, tall * 0.115, colour)
    s.shape(
        curve(
            [
                (x - tall * 0.07, foot - tall * 0.76),
                (x + tall * 0.07, foot - tall * 0.76),
                (x + tall * 0.15, foot - tall * 0.6),
                (x + tall * 0.17, foot - tall * 0.3),
                (x, foot - tall * 0.27),
                (x - tall * 0.17, foot - tall * 0.3),
                (x - tall * 0.15, foot - tall * 0.6),
            ]
        ),
        colour,
    )
    for side in (-1, 1):
        s.line(
            [(x + side * tall * 0.06, foot - tall * 0.3), (x + side * tall * 0.08, foot)],
            colour,
            tall * 0.085,
        )


# --- the scenes ---------------------------------------------------------------------------------


def lighthouse() -> Sheet:
    s = Sheet(W, H, INK)
    s.fade([rgb("#0a1428"), rgb("#123049"), rgb("#2b6670"), rgb("#6fa596")], 0, 660)
    stars(s, 150, 430, 3)
    lamp = (1150.0, 236.0)
    beam = [lamp, (-40, 20), (-40, 420)]
    s.veil(beam, GOLD, 0.34)
    s.spray(rgb("#ffe7a6"), (60, 230), (1150, 236), 0.95, [beam])
    core = [lamp, (-40, 150), (-40, 310)]
    s.spray(PAPER, (300, 230), (1150, 236), 0.7, [core])
    back = [lamp, (1660, 176), (1660, 320)]
    s.veil(back, GOLD, 0.22)
    s.spray(rgb("#ffe7a6"), (1640, 250), (1150, 236), 0.9, [back])
    s.box(0, 640, W, 260, rgb("#123a4a"))
    swell(s, 646, [rgb(c) for c in ("#1c5563", "#164653", "#103846", "#0c2b39", "#08202d")], 9)
    glints(s, 470, 664, 860, rgb("#e8c874"), 4, 1.5)
    rock = curve(
        [
            (770, 905),
            (838, 760),
            (930, 716),
            (1000, 650),
            (1090, 622),
            (1200, 620),
            (1292, 655),
            (1400, 676),
            (1480, 742),
            (1620, 790),
            (1640, 905),
        ]
    )
    s.shape(rock, rgb("#081523"))
    s.spray(rgb("#2d5f6d"), (1000, 760), (1180, 610), 0.55, [rock])
    tower = [(1094, 640), (1117, 290), (1183, 290), (1206, 640)]
    s.shape(tower, CREAM)
    for y, h in ((352, 66), (484, 74)):
        a, b = (y - 290) / 350, (y + h - 290) / 350
        s.shape(
            [
                (1117 - 23 * a, y),
                (1183 + 23 * a, y),
                (1183 + 23 * b, y + h),
                (1117 - 23 * b, y + h),
            ],
            RED,
        )
    s.spray(rgb("#0e2438"), (1130, 500), (1215, 480), 0.85, [tower])
    s.box(1096, 278, 108, 13, rgb("#0b1a2b"))
    for x in range(1098, 1204, 15):
        s.line([(x, 254), (x, 280)], rgb("#0b1a2b"), 2)
    s.line([(1096, 254), (1204, 254)], rgb("#0b1a2b"), 3)
    s.box(1124, 204, 52, 74, rgb("#ffd870"))
    s.halo(PAPER, 1150, 238, 46, 1)
    for x in (1124, 1141, 1159, 1176):
        s.line([(x, 204), (x, 278)], rgb("#0b1a2b"), 3)
    s.shape([(1114, 206), (1150, 156), (1186, 206)], RED)
    s.line([(1150, 160), (1150, 134)], rgb("#0b1a2b"), 3)
    s.halo(rgb("#ffe7a6"), 1150, 236, 150, 0.55)
    s.shape([(1136, 640), (1136, 596), *arc(1150, 596, 14, 16, 180, 360), (1164, 640)], DEEP)
    s.shape(
        [(1268, 668), (1268, 622), (1312, 590), (1404, 590), (1440, 622), (1440, 690)],
        rgb("#0b1a2b"),
    )
    s.shape([(1258, 626), (1306, 586), (1410, 586), (1452, 626)], rgb("#331d2b"))
    s.box(1382, 572, 16, 30, rgb("#331d2b"))
    s.box(1320, 638, 28, 26, GOLD)
    s.line([(1334, 638), (1334, 664)], rgb("#0b1a2b"), 2)
    figure(s, 934, 726, 72, rgb("#050d17"))
    s.box(960, 660, 30, 19, rgb("#050d17"), 3)
    s.box(950, 665, 12, 9, rgb("#050d17"))
    for foot in (958, 976, 994):
        s.line([(976, 680), (foot, 716)], rgb("#050d17"), 3)
    for x, y, k in ((420, 232, 1.2), (530, 176, 0.8), (700, 262, 0.9), (250, 310, 1.0)):
        wing = [
            (x - 26 * k, y + 6 * k),
            (x - 12 * k, y - 6 * k),
            (x, y + 4 * k),
            (x + 12 * k, y - 6 * k),
            (x + 26 * k, y + 6 * k),
        ]
        s.line(curve(wing, closed=False), rgb("#16303f"), 3.4 * k)
    return s


def projector() -> Sheet:
    s = Sheet(W, H, rgb("#2a0f1c"))
    s.fade([rgb("#1a0913"), rgb("#471325"), rgb("#7b2032")], 0, 700)
    for i, shade in enumerate(("#5a1729", "#6a1b2e", "#7b2033")):
        s.shape([(0, 0), (330 - i * 96, 0), (430 - i * 96, 640), (0, 700)], rgb(shade))
        s.shape([(W, 0), (W - 330 + i * 96, 0), (W - 430 + i * 96, 640), (W, 700)], rgb(shade))
    s.spray(rgb("#12060d"), (800, 560), (60, 300), 0.9)
    s.spray(rgb("#12060d"), (800, 560), (1540, 300), 0.9)
    s.box(520, 216, 560, 172, rgb("#220b16"), 26)
    s.box(536, 230, 528, 144, rgb("#3a1322"), 18)
    s.box(600, 262, 132, 84, rgb("#e9a94e"), 8)
    s.halo(rgb("#ffe2a0"), 666, 300, 70, 0.9, [[(600, 262), (732, 262), (732, 346), (600, 346)]])
    man = rgb("#2a0f1c")
    s.disc(664, 296, 17, man, 20)
    s.shape([(646, 286), (664, 270), (694, 288), (694, 292), (646, 292)], man)
    s.shape(curve([(632, 348), (640, 324), (664, 314), (690, 324), (698, 348)]), man)
    s.box(600, 342, 132, 8, rgb("#3a1322"))
    s.box(868, 262, 132, 84, rgb("#190810"), 8)
    lens = (934.0, 304.0)
    s.box(902, 274, 64, 60, rgb("#3a1322"), 6)
    rows = (
        (560, 62, "#571426"),
        (610, 78, "#6d192d"),
        (676, 100, "#861f34"),
        (766, 132, "#a3283c"),
    )
    for row, (y, size, shade) in enumerate(rows):
        base, lit = rgb(shade), tuple(min(255, c + 46) for c in rgb(shade))
        gap = size * 1.14
        for i in range(-13, 14):
            x = 800 + (i + (row % 2) * 0.5) * gap - size / 2
            if -size < x < W:
                s.box(x, y, size, size * 2.4, base, size * 0.3)
                s.box(x + size * 0.1, y + size * 0.06, size * 0.8, size * 0.1, lit, size * 0.05)
    s.spray(rgb("#17070f"), (800, 700), (800, 980), 0.8)
    spread = (-1500, -620, -180, 330, 640, 1010, 1420, 1900, 2500, 3300)
    for i, (left, right) in enumerate(pairwise(spread)):
        ray = [lens, (left, 1100), (right, 1100)]
        s.veil(ray, rgb("#ffe0a6"), (0.03, 0.1)[i % 2])
        s.spray(rgb("#ffedc6"), (934, 860), (934, 290), (0.22, 0.9)[i % 2], [ray])
    for x, y, r in ((1046, 690, 38), (1136, 700, 34), (372, 696, 36)):
        body = curve(
            [
                (x - r * 1.7, y + 92),
                (x - r * 1.5, y + 50),
                (x, y + 22),
                (x + r * 1.5, y + 50),
                (x + r * 1.7, y + 92),
            ]
        )
        lean = 3 if x < 934 else -3
        s.disc(x + lean, y - 4, r, rgb("#ffdc9a"), r * 1.17)
        s.shape([(a + lean, b - 3) for a, b in body], rgb("#ffdc9a"))
        s.disc(x, y, r, rgb("#1b0811"), r * 1.17)
        s.shape(body, rgb("#1b0811"))
    for i in range(-7, 8):  # the row that they look over
        s.box(800 + i * 150 - 66, 776, 132, 200, rgb("#7d1c30"), 36)
        s.box(800 + i * 150 - 52, 784, 104, 12, rgb("#b23a4c"), 6)
    s.spray(rgb("#17070f"), (800, 760), (800, 930), 0.75)
    s.halo(rgb("#ffe2a0"), *lens, 240, 1)
    s.disc(*lens, 27, rgb("#fffaf0"))
    chance = chance_of(5)
    for _ in range(190):
        far, turn = chance.random() ** 0.6, math.pi * chance.random()
        x, y = 934 + math.cos(turn) * far * 760, 304 + math.sin(turn) * far * 430
        s.disc(x, y, chance.choice((1, 1.4, 2.2)), PAPER)
    return s


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


def television() -> Sheet:
    s = Sheet(W, H, rgb("#0c1430"))
    s.fade([rgb("#0b1028"), rgb("#18264f"), rgb("#2c4f78"), rgb("#5a8a94")], 0, 700)
    stars(s, 240, 520, 44)
    far = [
        (0, 905),
        *curve(
            [(-20, 640), (220, 560), (520, 600), (820, 520), (1180, 590), (1440, 500), (1640, 540)],
            closed=False,
        ),
        (1640, 905),
    ]
    s.shape(far, rgb("#1d3f52"))
    s.spray(rgb("#0e2236"), (800, 520), (800, 760), 0.9, [far])
    mast = rgb("#0e2236")
    s.line([(1404, 520), (1428, 250)], mast, 4)
    s.line([(1452, 520), (1428, 250)], mast, 4)
    for i in range(7):
        y, half = 288 + i * 36, 4 + i * 3.1
        s.line([(1428 - half, y), (1428 + half, y)], mast, 2)
        s.line([(1428 - half, y), (1428 + half + 3, y + 36)], mast, 2)
    s.line([(1428, 252), (1384, 212)], mast, 4)
    for x, y in ((150, 604), (206, 590), (286, 600), (350, 616)):  # a village with no light on
        s.shape(
            [(x, y + 34), (x, y), (x + 20, y - 18), (x + 40, y), (x + 40, y + 34)], rgb("#0f2638")
        )
    s.shape([(244, 612), (244, 548), (256, 512), (268, 548), (268, 612)], rgb("#0f2638"))
    hill = [
        (0, 905),
        *curve(
            [(-20, 800), (240, 720), (560, 664), (820, 650), (1120, 676), (1400, 740), (1640, 800)],
            closed=False,
        ),
        (1640, 905),
    ]
    s.shape(hill, rgb("#143432"))
    s.halo(rgb("#8fd3cf"), 770, 700, 640, 0.72, [hill], 210)
    s.halo(rgb("#bfe9e2"), 770, 460, 520, 0.5)
    chance = chance_of(7)
    for _ in range(260):
        x = chance.random() * W
        y = 690 + abs(x - 800) ** 1.6 / 640 + chance.random() * 170
        blade = 8 + chance.random() * 16
        near = max(0.0, 1 - math.hypot(x - 790, (y - 700) * 2) / 560)
        shade = tuple(
            round(a + (b - a) * near) for a, b in zip((11, 34, 38), (126, 190, 170), strict=True)
        )
        s.line([(x, y), (x + (x - 790) / 90, y - blade)], shade, 2.4)
    rod = rgb("#0b1226")
    s.line([(790, 330), (668, 150)], rod, 6)
    s.line([(790, 330), (944, 176)], rod, 6)
    s.disc(668, 150, 9, RED)
    s.disc(944, 176, 9, RED)
    s.shape(arc(790, 330, 50, 28, 180, 360), rod)
    for x0, x1 in ((560, 536), (1012, 1036)):
        s.line([(x0, 660), (x1, 742)], rod, 12)
    s.box(506, 322, 560, 362, rgb("#5a2a22"), 40)
    s.box(506, 318, 560, 356, rgb("#a4552f"), 40)
    s.spray(
        rgb("#5a2a22"),
        (780, 420),
        (780, 720),
        0.75,
        [[(520, 420), (1052, 420), (1066, 640), (1040, 674), (532, 674), (506, 640)]],
    )
    s.box(536, 350, 390, 292, rgb("#2a1518"), 56)
    screen = curve(
        [
            (556, 380),
            (580, 366),
            (730, 360),
            (884, 366),
            (908, 382),
            (914, 496),
            (906, 610),
            (882, 626),
            (730, 632),
            (580, 626),
            (556, 610),
            (549, 496),
        ]
    )
    s.shape(screen, rgb("#d8f1ea"))
    s.spray(rgb("#6fb6bd"), (640, 420), (860, 690), 0.9, [screen])
    s.shape(
        [
            (560, 598),
            *curve([(560, 560), (640, 520), (720, 560), (800, 506), (904, 566)], closed=False),
            (904, 606),
            (882, 622),
            (580, 622),
        ],
        rgb("#2b6b78"),
    )
    s.disc(826, 438, 32, rgb("#fff6dc"))
    figure(s, 664, 606, 96, rgb("#123148"))
    figure(s, 760, 606, 88, rgb("#123148"))
    for y in range(372, 626, 13):
        s.veil([(552, y), (912, y), (912, y + 2), (552, y + 2)], rgb("#eafaf4"), 0.28)
    s.veil(curve([(572, 392), (620, 376), (680, 374), (600, 440), (566, 500)]), PAPER, 0.5)
    for y in (402, 484):
        s.disc(996, y + 3, 31, rgb("#2a1518"))
        s.disc(996, y, 29, CREAM)
        s.disc(996, y, 20, SAND)
        s.line([(996, y), (1010, y - 16)], rgb("#2a1518"), 5)
    for i in range(6):
        s.box(962, 546 + i * 16, 68, 6, rgb("#2a1518"), 3)
    return s


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


def popcorn() -> Sheet:
    s = Sheet(W, H, rgb("#1b3a78"))
    s.fade([rgb("#142a5c"), rgb("#21509a"), rgb("#3577bd")])
    s.halo(rgb("#79b4e0"), 760, 420, 700, 0.55)
    s.box(0, 770, W, 130, rgb("#122450"))
    s.spray(rgb("#3b78bd"), (800, 930), (800, 760), 0.45, [[(0, 770), (W, 770), (W, H), (0, H)]])
    s.shape(
        curve([(560, 830), (800, 790), (1180, 812), (1430, 836), (1190, 862), (760, 866)]),
        rgb("#0c1838"),
    )
    chance = chance_of(17)

    def kernel(x: float, y: float, size: float) -> None:
        turn = chance.random() * 6.28
        lobes = [
            (math.cos(turn + k * 1.57) * 0.5, math.sin(turn + k * 1.57) * 0.5) for k in range(4)
        ]
        for dx, dy in lobes:
            s.disc(
                x + dx * size + 2,
                y + dy * size + 4,
                size * (0.52 + 0.1 * chance.random()),
                rgb("#d9a866"),
            )
        for dx, dy in lobes:
            s.disc(
                x + dx * size, y + dy * size, size * (0.46 + 0.08 * chance.random()), rgb("#fbe9c4")
            )
        for dx, dy in lobes[:3]:
            s.disc(
                x + dx * size - size * 0.1, y + dy * size - size * 0.14, size * 0.3, rgb("#fffaf0")
            )
        s.line(
            curve(
                [(x - size * 0.22, y + size * 0.06), (x, y + size * 0.2), (x + size * 0.24, y)],
                closed=False,
            ),
            rgb("#e0a23c"),
            size * 0.1,
        )

    heap = []
    for row in range(7):
        half = 250 - row * 36
        for i in range(11 - row):
            heap.append(
                (
                    800 + (i - (10 - row) / 2) * half / (5.2 - row * 0.4) + chance.uniform(-9, 9),
                    318 - row * 30 + abs(i - (10 - row) / 2) * 5 + chance.uniform(-8, 8),
                )
            )
    for x, y in sorted(heap, key=lambda at: at[1]):
        kernel(x, y, 33 + chance.random() * 7)
    top, low = (530.0, 1070.0), (616.0, 984.0)
    tub = [(top[0], 336), (top[1], 336), (low[1], 836), (low[0], 836)]
    for i in range(9):
        a, b = i / 9, (i + 1) / 9
        s.shape(
            [
                (top[0] + 540 * a, 336),
                (top[0] + 540 * b, 336),
                (low[0] + 368 * b, 836),
                (low[0] + 368 * a, 836),
            ],
            (RED, PAPER)[i % 2],
        )
    s.spray(rgb("#4a1030"), (800, 500), (1080, 520), 0.85, [tub])
    s.spray(rgb("#4a1030"), (640, 500), (500, 500), 0.5, [tub])
    s.spray(rgb("#4a1030"), (800, 760), (800, 900), 0.5, [tub])
    for i in range(9):
        x = top[0] + 30 + i * 60
        s.shape(
            [
                (x - 30, 330),
                (x + 30, 330),
                (x + 30, 344),
                *arc(x, 344, 30, 24, 0, 180),
                (x - 30, 344),
            ],
            (RED, PAPER)[i % 2],
        )
    s.veil(
        [(top[0], 368), (top[1], 368), (top[1] - 3, 384), (top[0] + 3, 384)], rgb("#4a1030"), 0.3
    )
    for x, y, k in (
        (524, 322, 30),
        (1076, 318, 30),
        (600, 322, 32),
        (1004, 324, 33),
        (690, 328, 30),
        (910, 326, 31),
        (800, 330, 32),
    ):
        kernel(x, y, k)
    s.disc(800, 590, 112, rgb("#142a5c"))
    s.disc(800, 590, 104, GOLD)
    s.disc(800, 590, 90, rgb("#142a5c"))
    tips = [
        (
            800 + (70 if k % 2 == 0 else 30) * math.sin(k * math.pi / 5),
            590 - (70 if k % 2 == 0 else 30) * math.cos(k * math.pi / 5),
        )
        for k in range(10)
    ]
    s.shape(tips, GOLD)
    for x, y, k in (
        (1136, 824, 30),
        (1210, 846, 27),
        (1172, 786, 28),
        (1320, 830, 30),
        (1420, 812, 22),
        (470, 836, 30),
        (396, 812, 24),
        (1190, 300, 26),
        (1276, 190, 22),
        (420, 236, 27),
        (338, 350, 20),
        (1120, 130, 20),
        (512, 118, 22),
    ):
        kernel(x, y, k)
    for x, y, turn, shade in (
        (276, 800, -0.14, "#f4b942"),
        (196, 838, 0.1, "#c0313f"),
    ):  # two ticket stubs

        def at(dx: float, dy: float, x: float = x, y: float = y, turn: float = turn) -> Point:
            return (
                x + dx * math.cos(turn) - dy * math.sin(turn),
                y + dx * math.sin(turn) + dy * math.cos(turn),
            )

        s.shape([at(-84, -30), at(84, -34), at(84, 38), at(-84, 42)], rgb("#0c1838"))
        s.shape([at(-88, -38), at(80, -38), at(80, 34), at(-88, 34)], rgb(shade))
        for k in range(7):
            s.disc(*at(80, -33 + k * 10.4), 4.4, rgb("#122450"))
        s.line([at(34, -30), at(34, 28)], CREAM, 2)
        s.line([at(-72, -16), at(14, -16)], CREAM, 7)
        s.line([at(-72, 4), at(-8, 4)], CREAM, 4)
        s.line([at(-72, 18), at(-24, 18)], CREAM, 4)
    return s


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


def orla() -> Sheet:
    s = Sheet(600, 600, rgb("#e5793a"))
    s.fade([rgb("#f0a04e"), rgb("#d9593a")])
    s.veil([(640, -20), (640, 120), (-20, 640), (-20, 300)], rgb("#ffe2a0"), 0.55)
    s.spray(
        rgb("#fff3d4"),
        (100, 480),
        (600, 40),
        0.6,
        [[(640, -20), (640, 120), (-20, 640), (-20, 300)]],
    )
    hair, skin, cool = rgb("#2a1633"), rgb("#f3c9a4"), rgb("#c9806a")
    back = curve(
        [
            (300, 84),
            (420, 116),
            (470, 230),
            (462, 360),
            (440, 424),
            (300, 440),
            (160, 424),
            (138, 360),
            (130, 230),
            (180, 116),
        ]
    )
    s.shape(back, hair)
    coat = [
        (50, 610),
        *curve(
            [(50, 610), (90, 510), (190, 462), (300, 452), (410, 462), (510, 510), (550, 610)],
            closed=False,
        ),
    ]
    s.shape(coat, rgb("#14213d"))
    s.spray(rgb("#3d6694"), (320, 560), (560, 500), 0.8, [coat])
    neck = [(250, 380), (350, 380), (362, 480), (238, 480)]
    s.shape(neck, cool)
    s.shape(
        curve([(228, 452), (300, 432), (372, 452), (386, 494), (300, 516), (214, 494)]),
        rgb("#f6ead2"),
    )
    s.spray(
        rgb("#d9a97a"),
        (330, 470),
        (220, 480),
        0.8,
        [curve([(228, 452), (300, 432), (372, 452), (386, 494), (300, 516), (214, 494)])],
    )
    face = curve(
        [
            (300, 146),
            (378, 168),
            (404, 246),
            (394, 326),
            (352, 392),
            (300, 414),
            (248, 392),
            (206, 326),
            (196, 246),
            (222, 168),
        ]
    )
    s.shape(face, skin)
    dusk = [
        (196, 140),
        (284, 140),
        (292, 250),
        (276, 318),
        (296, 332),
        (292, 352),
        (300, 420),
        (190, 420),
    ]
    s.shared(face, dusk, cool)
    s.spray(rgb("#a3505a"), (300, 300), (180, 330), 0.7, [face])
    fringe = curve(
        [
            (188, 270),
            (182, 180),
            (230, 112),
            (300, 98),
            (372, 112),
            (418, 180),
            (414, 272),
            (398, 226),
            (340, 216),
            (300, 222),
            (256, 218),
            (206, 232),
        ]
    )
    s.shape(fringe, hair)
    s.shape(curve([(146, 240), (200, 210), (210, 300), (196, 400), (176, 430), (140, 380)]), hair)
    s.shape(curve([(454, 240), (400, 210), (394, 300), (408, 400), (426, 430), (462, 380)]), hair)
    s.line(curve([(330, 130), (400, 160), (440, 250), (444, 360)], closed=False), rgb("#6b3a6b"), 6)
    s.line(curve([(310, 112), (366, 124), (402, 150)], closed=False), rgb("#6b3a6b"), 4)
    for x in (252, 348):
        s.disc(x, 280, 40, rgb("#14213d"))
        s.disc(x, 280, 33, rgb("#fff3d4") if x > 300 else rgb("#e8b48c"))
        s.shape(arc(x, 280, 33, 33, 190, 350), rgb("#f3c9a4") if x > 300 else cool)
        s.disc(x + 4, 282, 9, rgb("#14213d"))
        s.disc(x + 7, 279, 2.6, PAPER)
        s.line(curve([(x - 28, 270), (x, 262), (x + 30, 272)], closed=False), rgb("#14213d"), 5)
        s.line(curve([(x - 34, 236), (x, 226), (x + 34, 236)], closed=False), hair, 6)
    s.line(curve([(290, 276), (300, 270), (310, 276)], closed=False), rgb("#14213d"), 6)
    s.line(curve([(298, 306), (290, 328), (306, 334)], closed=False), rgb("#a3505a"), 5)
    s.shape(
        curve(
            [
                (264, 364),
                (286, 357),
                (300, 361),
                (316, 356),
                (342, 360),
                (322, 376),
                (300, 379),
                (280, 376),
            ]
        ),
        rgb("#b3203a"),
    )
    s.line(curve([(264, 365), (300, 366), (342, 360)], closed=False), rgb("#5c0f26"), 3)
    for x in (186, 414):
        s.disc(x, 388, 10, GOLD)
    return s


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


def mark() -> Sheet:
    """Return the masthead's mark: a lantern over water."""
    s = Sheet(600, 600, PAPER)
    s.disc(300, 300, 272, rgb("#14213d"))
    ring = arc(300, 300, 272, 272, 0, 360)
    s.halo(GOLD, 300, 280, 300, 0.6, [ring])
    for k in range(16):
        if k in (3, 4, 5, 12):
            continue
        a, b = math.radians(k * 22.5 - 4), math.radians(k * 22.5 + 4)
        s.shape(
            [
                (300 + 150 * math.cos((a + b) / 2), 285 + 150 * math.sin((a + b) / 2)),
                (300 + 236 * math.cos(a), 285 + 236 * math.sin(a)),
                (300 + 236 * math.cos(b), 285 + 236 * math.sin(b)),
            ],
            GOLD,
        )
    sea = [*arc(300, 300, 272, 272, 38, 142)]
    s.shape(sea, rgb("#a4243b"))
    for k, y in enumerate((486, 518)):
        half = 200 - k * 50
        s.line(
            curve(
                [(300 - half + i * half / 4, y + (7 if i % 2 else -7)) for i in range(9)],
                closed=False,
            ),
            PAPER,
            7,
        )
    s.line(arc(300, 168, 46, 50, 180, 360), PAPER, 12)
    s.shape([(232, 222), (270, 172), (330, 172), (368, 222)], PAPER)
    s.box(240, 222, 120, 176, GOLD)
    s.halo(rgb("#fff3c9"), 300, 320, 90, 1, [[(240, 222), (360, 222), (360, 398), (240, 398)]])
    s.shape(
        curve([(300, 262), (326, 316), (324, 354), (300, 372), (276, 354), (274, 316)]),
        rgb("#e5793a"),
    )
    s.shape(curve([(300, 308), (314, 338), (300, 362), (286, 338)]), PAPER)
    for x in (232, 356):
        s.box(x, 222, 12, 176, PAPER)
    s.box(216, 216, 168, 16, PAPER, 6)
    s.box(216, 392, 168, 20, PAPER, 6)
    s.box(240, 412, 120, 16, PAPER, 5)
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
    "rain": rain,
    "chalet": chalet,
    "orla-pennant": orla,
    "callum-adeyemi": callum,
    "masthead": mark,
}


def packed(image: Image.Image) -> bytes:
    """Return the picture as JPEG, at quality 82 or what fits the limit."""
    for quality in range(82, 40, -3):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() < LIMIT:
            break
    return out.getvalue()


def main(names: Sequence[str]) -> None:
    """Draw those named, or all, and say how large each came out."""
    OUT.mkdir(parents=True, exist_ok=True)
    for number, (name, make) in enumerate(PICTURES.items()):
        if names and name not in names:
            continue
        data = packed(make().finish(number))
        (OUT / f"{name}.jpg").write_bytes(data)
        print(f"{name}.jpg: {len(data) // 1000} KB")


if __name__ == "__main__":
    main(sys.argv[1:])
