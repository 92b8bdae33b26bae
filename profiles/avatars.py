"""Pictures of strangers, made anew: small, square, and with nothing in them but what is seen."""

import io
import struct
import zlib
from contextlib import suppress
from typing import IO, Any

from django.core.files import File
from PIL import Image, ImageOps

from common.errors import InvalidInput, TooLarge

MOST_BYTES = 5_000_000
MOST_POINTS = 25_000_000  # 100 MB while it is made smaller
SIDE_PIXELS = 256
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# What Pillow's readers raise at bytes that are not what they claim to be.
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError),
    *(EOFError, struct.error, zlib.error),
)


def square_webp(file: File) -> bytes:
    """JPEG, PNG, WebP or the first picture of a GIF, turned as it is to be seen and cropped to its middle."""
    if file.size > MOST_BYTES:
        raise TooLarge(
            f"The picture has {file.size / 1e6:.1f} MB; {MOST_BYTES / 1e6:g} MB are the most. "
            "Make it smaller first.",
            param="file",
            code="picture_too_large",
        )
    file.seek(0)
    try:
        with _opened(file) as image:
            _require_few_points(image)
            return _encoded(_square(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_points() from None
    except UNREADABLE:
        raise InvalidInput(
            "This is not a picture that can be read. Send a JPEG, PNG, WebP or GIF file.",
            param="file",
            code="not_a_picture",
        ) from None


def _opened(file: Any) -> Image.Image:
    # Those four alone: Pillow knows formats that start programs.
    image: Image.Image = Image.open(file, formats=FORMATS)
    return image


def _require_few_points(image: Image.Image) -> None:
    """Its size stands at its beginning: judged before a point of it is unpacked."""
    if image.width * image.height > MOST_POINTS:
        raise _too_many_points()


def _square(image: Image.Image) -> Image.Image:
    image.draft("RGB", (4 * SIDE_PIXELS, 4 * SIDE_PIXELS))  # a JPEG is unpacked no larger than needed
    image.load()
    turned = _upright(_eight_bits(image))
    shown = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    return ImageOps.fit(shown, (SIDE_PIXELS, SIDE_PIXELS), method=Image.Resampling.LANCZOS)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Of 16 bits a point Pillow would keep the lower ones, which is white."""
    if not image.mode.startswith("I"):
        return image
    exif = image.getexif()
    narrow = image.convert("I").point(lambda level: level / 256).convert("L")
    narrow.info["exif"] = exif.tobytes()
    return narrow


def _upright(image: Image.Image) -> Image.Image:
    with suppress(*UNREADABLE):  # where a camera's notes can't be read, the picture still can
        return ImageOps.exif_transpose(image)
    return image


def _encoded(image: Image.Image) -> bytes:
    image.info.clear()  # places, names of cameras, profiles of colours
    out: IO[bytes] = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY)
    out.seek(0)
    return out.read()


def _too_many_points() -> TooLarge:
    return TooLarge(
        f"The picture has more than {MOST_POINTS:,} points. Make it smaller first.",
        param="file",
        code="picture_too_large",
    )
