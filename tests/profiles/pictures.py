"""Pictures, good and hostile."""

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

RED, BLUE = (220, 30, 30), (30, 30, 220)


def picture(
    form: str = "PNG", size: tuple[int, int] = (300, 200), colour: Any = RED, **options: Any
) -> bytes:
    return saved(Image.new(options.pop("mode", "RGB"), size, colour), form, **options)


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def left_red_right_blue(size: tuple[int, int] = (400, 400)) -> Image.Image:
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    return image


def upload(data: bytes, name: str = "face.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are this large."""
    body = zlib.compress(b"\x00" * 1_000_000)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    )
