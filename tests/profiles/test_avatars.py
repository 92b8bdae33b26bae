"""Pictures of profiles: what comes in of strangers' files, and what does not."""

import io
import random
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from common.errors import AppError, NotFound
from profiles import avatars, services
from profiles.avatars import square_webp
from profiles.models import Avatar
from tests.profiles.builders import make_profile
from tests.profiles.pictures import BLUE, RED, left_red_right_blue, picture, png_that_claims, saved, upload

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def made_of(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(square_webp(ContentFile(data, "face"))))


def code_of(data: bytes) -> str:
    with pytest.raises(AppError) as caught:
        square_webp(ContentFile(data, "face"))
    assert caught.value.param == "file"
    assert len(caught.value.message) > 20
    return caught.value.code


def is_like(point, colour) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(point[:3], colour, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("size", [(300, 200), (20, 900), (1, 1), (256, 256), (3_000, 2_000)])
def test_every_known_format_becomes_a_small_square(form, size):
    image = made_of(picture(form, size))
    assert (image.format, image.size) == ("WEBP", (256, 256))
    assert is_like(image.convert("RGB").getpixel((128, 128)), RED)


@pytest.mark.parametrize(
    ("mode", "colour"), [("L", 128), ("LA", (128, 255)), ("P", 0), ("1", 1), ("RGBA", (220, 30, 30, 255))]
)
def test_every_kind_of_colour_is_read(mode, colour):
    assert made_of(picture("PNG", mode=mode, colour=colour)).size == (256, 256)


def test_the_colours_of_print_are_read():
    assert made_of(picture("JPEG", mode="CMYK", colour=(0, 255, 255, 0))).mode == "RGB"


def test_sixteen_bits_a_point_are_not_all_white():
    grey = made_of(picture("PNG", mode="I;16", colour=128 * 256)).convert("RGB").getpixel((128, 128))
    assert is_like(grey, (128, 128, 128))


def test_what_is_transparent_stays_so():
    image = made_of(picture("PNG", mode="RGBA", colour=(220, 30, 30, 0)))
    assert image.convert("RGBA").getpixel((128, 128))[3] == 0


def test_a_picture_is_turned_as_it_is_to_be_seen_and_says_nothing_else():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter: its left is seen above
    exif[0x010F] = "Secret camera"
    data = square_webp(
        ContentFile(saved(left_red_right_blue(), "JPEG", exif=exif, icc_profile=b"secret profile"), "x")
    )
    image = Image.open(io.BytesIO(data))
    assert is_like(image.convert("RGB").getpixel((128, 20)), RED)
    assert is_like(image.convert("RGB").getpixel((128, 236)), BLUE)
    assert not image.getexif()
    assert b"EXIF" not in data
    assert b"ecret" not in data


def test_the_first_picture_of_many_is_taken():
    frames = [Image.new("RGB", (50, 50), colour) for colour in (RED, BLUE)]
    for form in ("GIF", "WEBP", "PNG"):
        data = saved(frames[0], form, save_all=True, append_images=frames[1:])
        assert is_like(made_of(data).convert("RGB").getpixel((128, 128)), RED)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 1_000,
        b"hello",
        SVG,
        b'<?xml version="1.0"?>' + SVG,
        b"%PDF-1.7\n" + SCRIPT,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"PK\x03\x04" + b"\x00" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
        b"\xff\xd8\xff\xe0" + b"\x00" * 50,
        b"RIFF\x20\x00\x00\x00WEBPVP8 " + b"\x00" * 20,
        b"GIF89a\xff\xff\xff\xff\x00\x00\x00;",
        picture("BMP"),
        picture("TIFF"),
        picture("ICO", size=(32, 32)),
        picture("PPM"),
    ],
    ids=lambda data: repr(bytes(data[:12])),
)
def test_what_is_none_of_the_known_formats_is_refused(data):
    assert code_of(data) in ("not_a_picture", "picture_too_large")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_picture_that_is_cut_off_is_refused(form, share):
    noise = Image.effect_noise((300, 300), 100).convert("RGB")
    data = saved(noise, form)
    assert code_of(data[: int(len(data) * share)]) == "not_a_picture"


@pytest.mark.parametrize(
    "size", [(100_000, 100_000), (20_000, 5_000), (5_001, 5_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_picture_that_claims_to_be_huge_is_not_unpacked(size, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was unpacked"))
    assert code_of(png_that_claims(*size)) in ("picture_too_large", "not_a_picture")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_of_many_points_in_few_bytes_is_refused(form, monkeypatch):
    monkeypatch.setattr(avatars, "MOST_POINTS", 40_000)
    assert made_of(picture(form, (200, 200)))
    assert code_of(picture(form, (201, 200))) == "picture_too_large"


def test_a_file_of_many_bytes_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(avatars, "_opened", lambda file: pytest.fail("it was read"))
    assert code_of(picture() + b"\x00" * 5_000_000) == "picture_too_large"


def test_a_text_that_unpacks_to_gigabytes_is_not_unpacked():
    """As a comment in a PNG."""
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("comment", "x" * 50_000_000, zip=True)
    assert code_of(picture("PNG", pnginfo=notes)) == "not_a_picture"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_what_hides_behind_a_picture_does_not_come_along(form):
    hidden = b"PK\x03\x04" + SCRIPT + SVG
    data = square_webp(ContentFile(picture(form) + hidden, "x"))
    assert b"script" not in data
    assert b"PK\x03\x04" not in data


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_broken_bytes_are_a_picture_or_a_sentence(form):
    rolls = random.Random(7)
    exif = Image.Exif()
    exif[0x0112] = 3
    noise = Image.effect_noise((64, 64), 100).convert("RGB")
    whole = saved(noise, form, **({} if form == "GIF" else {"exif": exif}))
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(rolls.randint(1, 12)):
            data[rolls.randrange(min(len(data), 400))] = rolls.randrange(256)
        with suppress(AppError):
            assert made_of(bytes(data)).size == (256, 256)


def test_over_http_it_is_put_shown_kept_and_removed(alice, api_of):
    api, profile = api_of(alice), make_profile(alice)
    address = f"/api/profiles/{profile.pk}/avatar"
    assert api.get(address).status_code == 404
    answer = api.put(address, {"file": upload(picture("JPEG"))})
    assert (answer.status_code, answer.json()["avatar_url"]) == (200, address)
    shown = api.get(address)
    assert shown["Content-Type"] == "image/webp"
    assert (shown["X-Content-Type-Options"], shown["Cache-Control"]) == ("nosniff", "private, no-cache")
    assert Image.open(io.BytesIO(shown.content)).size == (256, 256)
    assert api.get(address, HTTP_IF_NONE_MATCH=shown["ETag"]).status_code == 304
    api.put(address, {"file": upload(picture(colour=BLUE))})
    assert api.get(address, HTTP_IF_NONE_MATCH=shown["ETag"]).status_code == 200
    assert Avatar.objects.count() == 1
    assert api.delete(address).status_code == 204
    assert api.delete(address).status_code == 404
    assert api.get(f"/api/profiles/{profile.pk}").json()["avatar_url"] is None


def test_a_bad_picture_leaves_the_one_there_is(alice, api_of):
    api, profile = api_of(alice), make_profile(alice)
    address = f"/api/profiles/{profile.pk}/avatar"
    api.put(address, {"file": upload(picture())})
    before = api.get(address).content
    for sent, status in (
        ({"file": upload(SVG, "face.svg")}, 400),
        ({"file": upload(b"")}, 400),
        ({"file": "text"}, 400),
        ({}, 400),
        ({"file": upload(b"\x00" * 5_000_001)}, 413),
    ):
        answer = api.put(address, sent)
        assert (answer.status_code, answer.json()["error"]["param"]) == (status, "file")
    assert api.put(address, {"file": "x"}, format="json").status_code == 415
    assert api.get(address).content == before


def test_a_picture_goes_with_its_profile(alice):
    profile = make_profile(alice)
    services.set_avatar(profile=profile, file=upload(picture()))
    copy = services.duplicate(profile=profile)
    assert Avatar.objects.filter(profile=copy).exists()
    services.delete_profile(profile=profile)
    assert [avatar.profile for avatar in Avatar.objects.all()] == [copy]
    with pytest.raises(NotFound):
        services.set_avatar(profile=profile, file=upload(picture()))
