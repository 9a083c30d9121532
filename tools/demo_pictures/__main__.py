"""Draw the demo's pictures like two-ink prints: flat shapes, few colours, sprayed shade, grain.

    python -m tools.demo_pictures [NAME ...]

Scenes are 1600 x 900 pixels, portraits and the masthead's mark 600 x 600. They go to the demo's
content folder, each under 150 KB. Every chance is seeded: the same Pillow draws the same bytes.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from tools.demo_pictures.scenes.books import books
from tools.demo_pictures.scenes.callum import callum
from tools.demo_pictures.scenes.chalet import chalet
from tools.demo_pictures.scenes.curtain import curtain
from tools.demo_pictures.scenes.ferry import ferry
from tools.demo_pictures.scenes.lighthouse import lighthouse
from tools.demo_pictures.scenes.mark import mark
from tools.demo_pictures.scenes.orla import orla
from tools.demo_pictures.scenes.pier import pier
from tools.demo_pictures.scenes.popcorn import popcorn
from tools.demo_pictures.scenes.projector import projector
from tools.demo_pictures.scenes.rain import rain
from tools.demo_pictures.scenes.sunshade import sunshade
from tools.demo_pictures.scenes.television import television
from tools.demo_pictures.scenes.tower_block import tower_block
from tools.demo_pictures.sheet import Sheet

OUT = Path(__file__).parents[2] / "src/matinee/config/demo/content/pictures"
LIMIT = 150_000  # bytes a picture


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
