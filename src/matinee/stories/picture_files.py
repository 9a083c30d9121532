"""A picture's bytes made safe to keep: decoded whole, turned upright, its own words read.

The words are those that agencies write into files: IPTC-IIM (record 2, datasets 80, 110, 120),
Exif 2.32 (270 ImageDescription, 315 Artist) and XMP (dc:description, dc:creator,
photoshop:Credit), asked for in this order.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree
from PIL import Image, ImageOps, IptcImagePlugin

FORMATS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
MAX_PIXELS = 60_000_000
SMALLEST = 40  # pixels: what is less wide or high counts visits or draws lines
_ORIENTATION, _DESCRIPTION, _ARTIST = 274, 270, 315
# What cameras write where a caption would stand.
_NO_CAPTION = re.compile(
    r"^(?:\s*|OLYMPUS DIGITAL CAMERA|SONY DSC|KONICA MINOLTA.*|DCIM.*|default|untitled|"
    r"(?:IMG|DSC|DSCN|DSCF|PIC|P)[_ -]?\d+.*|Exif_JPEG.*|\S+\.(?:jpe?g|png|tiff?|webp))$",
    re.IGNORECASE,
)
_XMP = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


class NoPicture(ValueError):
    """Bytes that are no picture that can be kept; the message says why, for the editor."""


@dataclass(frozen=True)
class PictureFile:
    """A picture that can be kept: `data` upright, its size in pixels, and its own words."""

    data: bytes
    extension: str
    width: int
    height: int
    caption: str = ""
    credit: str = ""


def read_picture(data: bytes) -> PictureFile:
    """Decode a picture whole. Raises NoPicture, in words, for what is none or too large."""
    try:
        with Image.open(io.BytesIO(data), formats=list(FORMATS)) as image:
            width, height = image.size
            _check_size(width, height)
            image.load()
            told = _words(image)
            return _kept(image, data, told)
    except NoPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NoPicture(_too_many()) from error
    except Exception as error:  # damaged files fail in a hundred ways inside the decoders
        raise NoPicture(
            "The file is no picture that can be read (JPEG, PNG, GIF, WebP or AVIF), or arrived "
            "damaged."
        ) from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise NoPicture(_too_many())
    if width < SMALLEST or height < SMALLEST:
        raise NoPicture(f"The picture is only {width} by {height} pixels, too small to show.")


def _too_many() -> str:
    return f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels."


def _kept(image: Any, data: bytes, told: tuple[str, str]) -> PictureFile:
    extension = FORMATS[image.format]
    if image.getexif().get(_ORIENTATION, 1) in (2, 3, 4, 5, 6, 7, 8):
        kind = image.format
        image = ImageOps.exif_transpose(image)
        out = io.BytesIO()
        options = {"quality": 92} if kind in ("JPEG", "WEBP", "AVIF") else {}
        profile = image.info.get("icc_profile")
        image.save(out, kind, **options, **({"icc_profile": profile} if profile else {}))
        data = out.getvalue()
    return PictureFile(data, extension, image.width, image.height, *told)


def _words(image: Any) -> tuple[str, str]:
    """Return the file's own (caption, credit); what is damaged counts as silent."""
    iptc, xmp, exif = _iptc(image), _xmp(image), image.getexif()
    captions = (iptc.get("caption"), xmp.get("caption"), _plain(exif.get(_DESCRIPTION)))
    caption = next((c for c in captions if c and not _NO_CAPTION.match(c)), "")
    by = iptc.get("by") or xmp.get("by") or _plain(exif.get(_ARTIST))
    agency = iptc.get("credit") or xmp.get("credit") or ""
    parts = dict.fromkeys(part for part in (by, agency) if part)
    credit = agency if by and by in agency else "/".join(parts)
    return caption[:500], credit[:250]


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            value = value.decode("cp1252", "replace")
    words = " ".join(str(value or "").split())
    return "".join(sign for sign in words if sign.isprintable())


def _iptc(image: Any) -> dict[str, str]:
    try:
        told = IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:  # a damaged block is none
        return {}
    names = {"caption": (2, 120), "by": (2, 80), "credit": (2, 110)}
    found = {}
    for name, key in names.items():
        value: Any = told.get(key)
        values = value if isinstance(value, list) else [value]
        found[name] = ", ".join(filter(None, map(_plain, values)))
    return found


def _xmp(image: Any) -> dict[str, str]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if not packet:
        return {}
    raw = packet.encode() if isinstance(packet, str) else packet
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(raw.strip(b"\x00 \n"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    if root is None:
        return {}

    def said(path: str) -> str:
        found: Any = root.xpath(path, namespaces=_XMP)
        return _plain(found[0]) if found else ""

    return {
        "caption": said("//dc:description//rdf:li/text()"),
        "by": said("//dc:creator//rdf:li/text()"),
        "credit": said("//photoshop:Credit/text() | //@photoshop:Credit"),
    }
