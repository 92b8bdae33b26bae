"""Whatever is wrong with an archive is told in a sentence, and nothing of it is left anywhere."""

import io
import json
import stat
import struct
import zipfile

import numpy as np
import pytest
from PIL import Image

from tests import audio_files
from tests.profiles.archives.builders import (
    SAMPLE,
    SAMPLE_NAME,
    about_sample,
    archive,
    digest,
    manifest,
    upload,
)

ADDRESS = "/api/profiles/import"


@pytest.fixture
def refused(alice, api_of, nothing_is_left):
    """The sentence with which an archive was refused."""

    def send(data: bytes, *, status: int = 400) -> str:
        with nothing_is_left():
            answer = api_of(alice).post(ADDRESS, {"file": upload(data)})
        error = answer.json()["error"]
        assert (answer.status_code, error["param"]) == (status, "file"), error
        return error["message"]

    return send


def with_member(name: str | zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    return archive(members=[(SAMPLE_NAME, SAMPLE), (name, content)])


def info(name: str, *, mode: int = 0, method: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.create_system, made.external_attr, made.compress_type = 3, mode << 16, method
    return made


def with_flag(data: bytes, bit: int) -> bytes:
    """In the index and before each part."""
    changed = bytearray(data)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(sign)
        while at >= 0:
            changed[at + offset] |= bit
            at = changed.find(sign, at + 4)
    return bytes(changed)


def in_index(data: bytes, name: str, offset: int, value: bytes) -> bytes:
    """The entry of the index for `name`, with other bytes in it."""
    changed, at = bytearray(data), data.find(b"PK\x01\x02")
    while changed[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.find(b"PK\x01\x02", at + 4)
    changed[at + offset : at + offset + len(value)] = value
    return bytes(changed)


@pytest.mark.parametrize(
    "name",
    ["../evil.wav", "/etc/passwd", "samples/../../x.wav", "C:evil.wav", "C:\\evil.wav", "a\\b.wav"],
)
def test_a_name_that_leads_elsewhere_is_refused(refused, name):
    assert "leads out of the archive" in refused(with_member(name))


@pytest.mark.parametrize(
    "name", ["samples/1.wav", "samples/01/02.wav", "samples/01.wav.exe", "README.txt", "Manifest2.json", "x"]
)
def test_what_does_not_belong_in_it_is_refused(refused, name):
    assert "does not belong" in refused(with_member(name))


def test_a_part_that_the_manifest_does_not_name_is_refused(refused):
    assert "knows nothing of samples/02.wav" in refused(with_member("samples/02.wav", SAMPLE))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [SAMPLE_NAME, "manifest.json", "MANIFEST.JSON", "Samples/01.WAV"])
def test_a_name_that_is_there_twice_is_refused_in_any_case(refused, name):
    assert "in it twice" in refused(with_member(name))


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_are_refused(refused, mode):
    assert "a link or a device" in refused(archive(members=[(info(SAMPLE_NAME, mode=mode), b"/etc/passwd")]))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_nobody_needs_are_refused(refused, method):
    assert "not read here" in refused(archive(members=[(info(SAMPLE_NAME, method=method), SAMPLE)]))


def test_a_protected_archive_is_refused(refused):
    assert "protected by a password" in refused(with_flag(archive(), 1))


def test_bytes_before_and_behind_it_are_refused(refused):
    assert "before its beginning" in refused(b"#!/bin/sh\n" + archive())
    assert "behind its end" in refused(archive() + b"junk")
    assert "behind its end" in refused(archive() + b"\x00" * 30)


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04", audio_files.png(), SAMPLE])
def test_what_is_no_archive_is_refused(refused, data):
    assert "can't be unpacked" in refused(data)


def test_an_archive_of_something_else_is_refused(refused):
    assert "not of a voice profile" in refused(archive({"format": "other"}))
    assert "not of a voice profile" in refused(archive(b"[]"))


@pytest.mark.parametrize("cut", [10, 30, 200, 2000])
def test_an_archive_that_is_cut_short_is_refused(refused, cut):
    assert "can't be unpacked" in refused(archive()[:-cut])


def test_damaged_bytes_are_noticed(refused):
    data = archive()
    at = data.find(SAMPLE) + 500
    assert "can't be unpacked" in refused(data[:at] + b"damaged!" + data[at + 8 :])


def test_a_part_larger_than_it_announces_is_cut_off_and_noticed(refused):
    data = archive(compression=zipfile.ZIP_DEFLATED)
    assert "can't be unpacked" in refused(in_index(data, SAMPLE_NAME, 24, struct.pack("<I", 100)))


def test_a_part_smaller_than_it_announces_is_noticed(refused):
    data = archive(compression=zipfile.ZIP_DEFLATED)
    size = struct.pack("<I", len(SAMPLE) + 1000)
    assert "can't be unpacked" in refused(in_index(data, SAMPLE_NAME, 24, size))


def test_sizes_beyond_every_disk_are_refused_before_anything_is_unpacked(refused):
    data = archive(compression=zipfile.ZIP_DEFLATED)
    assert "more than" in refused(in_index(data, SAMPLE_NAME, 24, struct.pack("<I", 2**32 - 2)), status=413)


def test_a_size_that_promises_a_longer_one_is_refused_where_there_is_none(refused):
    data = in_index(archive(), SAMPLE_NAME, 24, struct.pack("<I", 0xFFFFFFFF))
    assert "more than 1,024 MB" in refused(data, status=413)


def test_a_compression_bomb_is_refused(refused):
    bomb = b"\x00" * 20_000_000
    data = archive(
        manifest(samples=[about_sample(bomb)]), [(SAMPLE_NAME, bomb)], compression=zipfile.ZIP_DEFLATED
    )
    assert len(data) < 40_000
    assert "unpacks to more than 200 times its size" in refused(data, status=413)


def test_too_many_parts_are_refused(refused):
    members = [(f"samples/{number:02}.wav", SAMPLE) for number in range(30)]
    assert "31 parts" in refused(archive(members=members), status=413)


def test_parts_that_overlap_are_refused(refused):
    data = archive(
        manifest(samples=[about_sample(), about_sample(file="samples/02.wav")]),
        [(SAMPLE_NAME, SAMPLE), ("samples/02.wav", SAMPLE)],
    )
    first = data.find(b"PK\x03\x04" + b"", 4)
    assert "overlap" in refused(in_index(data, "samples/02.wav", 42, struct.pack("<I", first)))


def test_an_archive_in_an_archive_is_no_sample(refused):
    inner = archive()
    data = archive(manifest(samples=[about_sample(inner)]), [(SAMPLE_NAME, inner)])
    assert "01.wav" in refused(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", audio_files.png(), audio_files.wav(0.2, rate=8000), audio_files.silent_flac(3700)],
    ids=["empty", "text", "picture", "too short", "an hour in no bytes"],
)
def test_samples_that_are_none_are_refused_by_name(alice, api_of, nothing_is_left, data):
    packed = archive(
        manifest(samples=[about_sample(), about_sample(data, file="samples/02.flac")]),
        [(SAMPLE_NAME, SAMPLE), ("samples/02.flac", data)],
    )
    with nothing_is_left():
        answer = api_of(alice).post(ADDRESS, {"file": upload(packed)})
    assert answer.status_code in (400, 413)
    assert "02.flac" in answer.json()["error"]["message"]


def test_a_sample_that_was_changed_is_noticed(refused):
    other = audio_files.wav(1.5, rate=8000, samples=np.zeros((12_000, 1), np.float32))
    assert "another SHA-256" in refused(archive(members=[(SAMPLE_NAME, other)]))


def test_a_sample_that_is_missing_is_named(refused):
    assert "samples/01.wav is missing" in refused(archive(members=[]))


def test_one_file_for_two_samples_is_refused(refused):
    assert "the same file" in refused(archive(manifest(samples=[about_sample(), about_sample()])))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": "voicesite-profile", "format": "voicesite-profile"}',
        json.dumps(manifest()).replace('"version": 1', '"version": NaN').encode(),
        json.dumps(manifest(name="\ud800")).encode(),
        json.dumps(manifest(note="a\x00b")).encode(),
        json.dumps({**manifest(), "version": "1"}).encode(),
        json.dumps({**manifest(), "version": True}).encode(),
        json.dumps({**manifest(), "more": 1}).encode(),
        json.dumps({**manifest(), "samples": {}}).encode(),
        json.dumps({**manifest(), "profile": []}).encode(),
        json.dumps({**manifest(), "profile": None}).encode(),
    ],
    ids=range(14),
)
def test_a_manifest_that_can_not_be_meant_is_refused(refused, data):
    assert "manifest.json" in refused(archive(data))


@pytest.mark.parametrize(
    "profile",
    [
        {"name": ""},
        {"name": 5},
        {"name": "x" * 81},
        {"speed": "1"},
        {"speed": 100},
        {"speed": True},
        {"format": "exe"},
        {"seed": -1},
        {"seed": 1.5},
        {"lexicon_id": "me"},
        {"effects": {}},
        {"effects": [{"type": "none such"}]},
        {"match": {"blend": "low"}},
        {"blend": "low(0.5)+high(0.5)"},
        {"voice": "nobody"},
        {"owner": "bob"},
        {"is_default": True},
    ],
    ids=str,
)
def test_a_profile_that_can_not_be_meant_is_refused(refused, profile):
    assert refused(archive(manifest(**profile)))


@pytest.mark.parametrize(
    "sample",
    [
        {"trim_start_seconds": -1},
        {"trim_start_seconds": 2},
        {"trim_start_seconds": 1.2, "trim_end_seconds": 1.3},
        {"is_enabled": "yes"},
        {"transcript": "x" * 5001},
        {"sha256": "0"},
        {"file": "samples/../01.wav"},
        {"clip_id": "1"},
    ],
    ids=str,
)
def test_a_sample_that_can_not_be_meant_is_refused(refused, sample):
    assert refused(archive(manifest(samples=[about_sample(**sample)])))


def test_a_newer_version_says_what_to_do(refused):
    assert "Update this site" in refused(archive({**manifest(), "version": 2}))


def test_a_manifest_that_is_too_large_is_not_read(refused):
    assert "manifest.json is larger than" in refused(
        archive(json.dumps(manifest()).encode() + b" " * 3_000_000), status=413
    )


def test_an_engine_that_is_not_here_is_named(refused):
    sentence = refused(archive(manifest(backend="absent", voice="someone")))
    assert "absent" in sentence
    assert "someone" in sentence
    assert "nosuch" in refused(archive(manifest(backend="nosuch")))


def picture_bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "WEBP", lossless=True)
    return out.getvalue()


@pytest.mark.parametrize("make", [lambda: b"", lambda: b"RIFF....WEBP", lambda: SAMPLE, picture_bomb])
def test_a_picture_that_is_none_is_refused(refused, make):
    picture = make()
    about = {**manifest(), "avatar": {"file": "avatar.webp", "sha256": digest(picture)}}
    status = 413 if len(picture) > 1000 and picture != SAMPLE else 400
    assert "picture" in refused(
        archive(about, [(SAMPLE_NAME, SAMPLE), ("avatar.webp", picture)]), status=status
    )


def only_index(entries: int, *, said: int) -> bytes:
    """An archive that is nothing but a list of parts, and says that it has fewer."""
    entry = struct.pack("<4s24xH16x", b"PK\x01\x02", 1) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, said, said, entries * len(entry), 0, 0)
    return entry * entries + end


@pytest.mark.parametrize("said", [23, 60_000])
def test_a_list_of_parts_without_end_is_not_even_read(refused, monkeypatch, said):
    monkeypatch.setattr(zipfile.ZipInfo, "__init__", lambda *_: pytest.fail("an entry was read"))
    assert "more than a profile may have" in refused(only_index(60_000, said=said), status=413)
