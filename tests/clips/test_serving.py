"""Audio and pictures over HTTP."""

import re
import sqlite3
import time
import tracemalloc
import uuid
from contextlib import closing
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import AsyncClient
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clips.models import Clip
from common.ranges import Unsatisfiable, parse_range
from tests.clips.builders import make_clip


@pytest.fixture
def clip(alice):
    return make_clip(alice, "Hello")


@pytest.fixture
def data(clip):
    with default_storage.open(clip.file.name) as file:
        return file.read()


@pytest.fixture
def get(alice, clip, client_of):
    client = client_of(alice)

    def get(path="audio", method="get", **headers):
        return getattr(client, method)(f"/clips/{clip.pk}/{path}", headers=headers)

    return get


def by_the_book(header: str, size: int) -> tuple[int, int] | str:
    """What RFC 9110 says of one range, the slow way. "whole", "beyond", or first and last."""
    unit, _, spec = header.partition("=")
    first, dash, last = spec.partition("-")
    if unit != "bytes" or not dash or not re.fullmatch("[0-9]*", first + last, re.ASCII) or not first + last:
        return "whole"
    positions = range(size)
    if not first:
        wanted = positions[max(size - int(last), 0) :]
    elif last and int(last) < int(first):
        return "whole"
    else:
        wanted = positions[int(first) : int(last) + 1 if last else None]
    return (wanted[0], wanted[-1]) if wanted else "beyond"


numbers = st.one_of(st.integers(0, 30), st.integers(0, 10**25)).map(str) | st.just("")
headers = st.one_of(
    st.builds("bytes={}-{}".format, numbers, numbers),
    st.text(alphabet="bytes=-0123456789, x²٣", max_size=20),
)


@settings(max_examples=500)
@given(header=headers, size=st.integers(1, 40))
def test_ranges_are_understood_by_the_book(header, size):
    try:
        found = parse_range(header, size)
    except Unsatisfiable:
        assert by_the_book(header, size) == "beyond"
        return
    assert by_the_book(header, size) == ("whole" if found is None else (found.first, found.last))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.integers(0, 6000), length=st.integers(0, 6000))
def test_the_bytes_are_those_asked_for(get, data, first, length):
    response = get(Range=f"bytes={first}-{first + length}")
    if first >= len(data):
        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{len(data)}"
        return
    body = response.getvalue()
    assert response.status_code == 206
    assert body == data[first : first + length + 1]
    assert int(response["Content-Length"]) == len(body)
    assert response["Content-Range"] == f"bytes {first}-{first + len(body) - 1}/{len(data)}"


def test_without_a_range_it_is_whole(get, data, clip):
    response = get()
    assert response.status_code == 200
    assert response.getvalue() == data
    assert response["Content-Length"] == str(len(data))
    assert response["Content-Type"] == "audio/wav"
    assert response["Accept-Ranges"] == "bytes"
    assert response["ETag"] == f'"{clip.sha256}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private")


@pytest.mark.parametrize("header", ["bytes=0-9,20-29", "bytes=5-2", "lines=1-2", "bytes=a-b", "bytes=-", "²"])
def test_a_range_that_is_not_served_gets_the_whole(get, data, header):
    response = get(Range=header)
    assert response.status_code == 200
    assert response.getvalue() == data


def test_the_end_can_be_asked_for(get, data):
    assert get(Range="bytes=-100").getvalue() == data[-100:]
    assert get(Range=f"bytes={len(data) - 5}-").getvalue() == data[-5:]
    assert get(Range="bytes=-0").status_code == 416


def test_a_range_of_another_file_gets_the_whole(get, data, clip):
    assert get(**{"Range": "bytes=0-9", "If-Range": f'"{clip.sha256}"'}).status_code == 206
    for condition in ('"older"', f'W/"{clip.sha256}"', "Wed, 21 Oct 2015 07:28:00 GMT"):
        assert get(**{"Range": "bytes=0-9", "If-Range": condition}).getvalue() == data


def test_what_the_browser_has_is_not_sent_again(get, clip):
    for tag in (f'"{clip.sha256}"', f'W/"{clip.sha256}"', f'"x", "{clip.sha256}"', "*"):
        response = get(**{"If-None-Match": tag, "Range": "bytes=0-9"})
        assert response.status_code == 304
        assert response.content == b""
        assert response["ETag"] == f'"{clip.sha256}"'
    assert get(**{"If-None-Match": '"older"'}).status_code == 200


def test_head_tells_all_but_the_bytes(get, data):
    response = get(method="head", Range="bytes=0-9")
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(data))
    assert response["Content-Type"] == "audio/wav"


def test_a_download_has_a_name(get, clip):
    assert get("audio")["Content-Disposition"] == 'inline; filename="Hello.wav"'
    Clip.objects.filter(pk=clip.pk).update(title='Tschüß/"x"')
    disposition = get("audio?download=1")["Content-Disposition"]
    assert disposition == "attachment; filename*=utf-8''Tsch%C3%BC%C3%9F-%22x%22.wav"


def test_a_file_that_is_gone_is_not_found(get, clip, alice, api_of):
    default_storage.delete(clip.file.name)
    assert get().status_code == 404
    response = api_of(alice).get(f"/api/clips/{clip.pk}/audio")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "file_missing"


def test_the_api_serves_the_same(alice, api_of, clip, data):
    api = api_of(alice)
    response = api.get(f"/api/clips/{clip.pk}/audio", headers={"Range": "bytes=10-19"})
    assert response.status_code == 206
    assert response.getvalue() == data[10:20]
    assert api.head(f"/api/clips/{clip.pk}/audio")["Content-Length"] == str(len(data))


@pytest.mark.parametrize("path", ["audio", "waveform.png"])
def test_another_persons_sound_is_not_found(bob, stranger, client_of, clip, path):
    assert client_of(bob).get(f"/clips/{clip.pk}/{path}").status_code == 404
    assert client_of(bob).get(f"/clips/{uuid.uuid4()}/{path}").status_code == 404
    assert stranger.get(f"/clips/{clip.pk}/{path}").status_code == 302


def test_it_is_noted_about_when_a_clip_was_played(get, clip, django_assert_num_queries):
    get(Range="bytes=0-9")
    clip.refresh_from_db()
    first = clip.played_at
    assert timezone.now() - first < timedelta(minutes=1)
    get(Range="bytes=10-19")
    clip.refresh_from_db()
    assert clip.played_at == first
    Clip.objects.update(played_at=first - timedelta(minutes=2))
    get(Range="bytes=20-29")
    clip.refresh_from_db()
    assert clip.played_at > first


def test_asking_about_a_clip_is_not_playing_it(get, clip):
    get(method="head")
    get(**{"If-None-Match": f'"{clip.sha256}"'})
    get(Range="bytes=999999999-")
    clip.refresh_from_db()
    assert clip.played_at is None


@pytest.mark.django_db(transaction=True)
def test_a_busy_database_keeps_nobody_from_listening(clip, data, get):
    if connection.vendor != "sqlite":
        pytest.skip("Elsewhere readers of other rows never meet a writer's lock")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert get().getvalue() == data
        assert time.monotonic() - began < 10
        other.rollback()
    clip.refresh_from_db()
    assert clip.played_at is None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (30_000,)


def test_a_large_file_is_never_in_memory_whole(alice, clip):
    size = 48 * 1024 * 1024
    default_storage.delete(clip.file.name)
    default_storage.save(clip.file.name, ContentFile(bytes(size)))
    received, peak_bytes = async_to_sync(_drained)(alice, f"/clips/{clip.pk}/audio")
    assert received == size
    assert peak_bytes < 4 * 1024 * 1024


async def _drained(user, url) -> tuple[int, int]:
    client = AsyncClient()
    await client.aforce_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = await client.get(url)
    tracemalloc.start()
    received = 0
    async for chunk in response.streaming_content:
        received += len(chunk)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return received, peak_bytes


def test_the_picture_is_a_png_of_the_size_asked_for(get):
    response = get("waveform.png?width=200&height=40&theme=dark")
    assert response["Content-Type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert response.content[16:24] == (200).to_bytes(4, "big") + (40).to_bytes(4, "big")
    assert (
        get("waveform.png?width=200&height=40&theme=dark", **{"If-None-Match": response["ETag"]}).status_code
        == 304
    )
    assert get("waveform.png?width=201&height=40&theme=dark")["ETag"] != response["ETag"]


@pytest.mark.parametrize(
    "query",
    ["width=0", "width=99999", "width=²", "width=-5", "height=4", "height=x", "theme=sepia", "width="],
)
def test_a_picture_out_of_bounds_is_refused(alice, api_of, clip, query):
    response = api_of(alice).get(f"/api/clips/{clip.pk}/waveform.png?{query}")
    assert response.status_code == 400
    assert response.json()["error"]["param"] == query.partition("=")[0]
