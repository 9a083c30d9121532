"""A sheet to draw on: flat shapes, sprayed shade, grain."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

W, H = 1600, 900
SCALE = 2  # drawn at twice the size, so that edges are smooth

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
