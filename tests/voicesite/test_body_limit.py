"""A body that is too large is refused before it reaches the disk, declared or not."""

import asyncio
import json
from uuid import uuid4

import httpx
import pytest

from accounts.models import ApiKey, Scope
from tests.asgi_server import serving
from tests.audio_files import wav
from tests.processes import PATIENCE_SECONDS
from voicesite.body_limit import ANY_ID, BodyLimit

UPLOAD = [(b"content-type", b"multipart/form-data; boundary=x"), (b"cookie", b"voicesite_session=1")]
JSON = [(b"content-type", b"application/json"), (b"cookie", b"voicesite_session=1")]
ANONYMOUS_UPLOAD = UPLOAD[:1]
OTHER_COOKIE_UPLOAD = [UPLOAD[0], (b"cookie", b"a=b")]


def limited(app) -> BodyLimit:
    return BodyLimit(
        app,
        most_bytes=100,
        small_bytes=10,
        upload_paths=frozenset({"/api/clips", "/transcribe/", f"/api/profiles/{ANY_ID}/samples"}),
        own_limits={"/v1/hear": 50},
        at_once=1,
    )


def answer(headers: list, chunks: list[bytes], *, path: str = "/api/clips") -> tuple[int, bytes, int]:
    """Status, body, and how many bytes the application was given."""
    given = 0
    sent: list[dict] = []
    waiting = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]

    async def receive() -> dict:
        return waiting.pop(0) if waiting else {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    async def app(scope, receive, send) -> None:
        nonlocal given
        more = True
        while more:
            message = await receive()
            given += len(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})

    asyncio.run(limited(app)({"type": "http", "headers": headers, "path": path}, receive, send))
    return sent[0]["status"], sent[1]["body"], given


def test_files_are_taken_at_the_address_of_any_row():
    path = f"/api/profiles/{uuid4()}/samples"
    assert answer(UPLOAD, [b"x" * 100], path=path)[0] == 200
    assert answer(UPLOAD, [b"x" * 11], path=f"{path}/{uuid4()}")[0] == 413


def test_what_fits_goes_through():
    assert answer(UPLOAD, [b"x" * 50, b"x" * 50]) == (200, b"ok", 100)
    assert answer(JSON, [b"x" * 10]) == (200, b"ok", 10)


def test_a_page_whose_address_ends_in_a_slash_takes_files_too():
    assert answer(UPLOAD, [b"x" * 50], path="/transcribe/") == (200, b"ok", 50)


@pytest.mark.parametrize(
    ("headers", "size"), [(UPLOAD, 101), (JSON, 11), (ANONYMOUS_UPLOAD, 11), (OTHER_COOKIE_UPLOAD, 11)]
)
def test_what_declares_too_much_is_refused_unread(headers, size):
    declared = [*headers, (b"content-length", str(size).encode())]
    status, body, given = answer(declared, [b"x" * size])
    assert (status, given) == (413, 0)
    assert json.loads(body)["error"]["code"] == "too_large"


def test_an_upload_to_elsewhere_is_no_upload():
    assert answer(UPLOAD, [b"x" * 11], path="/health")[0] == 413


def test_an_address_may_have_a_limit_of_its_own():
    assert answer(UPLOAD, [b"x" * 50], path="/v1/hear")[0] == 200
    assert answer(UPLOAD, [b"x" * 50], path="/v1/hear/")[0] == 200
    assert answer(UPLOAD, [b"x" * 51], path="/v1/hear")[0] == 413
    assert answer(ANONYMOUS_UPLOAD, [b"x" * 11], path="/v1/hear")[0] == 413


def test_a_body_that_has_come_in_makes_room_for_the_next():
    """What is made of it may take an hour."""

    async def together() -> list[int]:
        came = asyncio.Barrier(2)

        async def app(scope, receive, send) -> None:
            await receive()
            await came.wait()  # until the other has come in as well
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"ok"})

        site, statuses = limited(app), []

        async def ask() -> None:
            async def receive() -> dict:
                return {"type": "http.request", "body": b"x" * 50, "more_body": False}

            async def send(message: dict) -> None:
                statuses.append(message.get("status"))

            await site({"type": "http", "headers": UPLOAD, "path": "/v1/hear"}, receive, send)

        await asyncio.wait_for(asyncio.gather(ask(), ask()), timeout=PATIENCE_SECONDS)
        return [status for status in statuses if status]

    assert asyncio.run(together()) == [200, 200]


def test_the_type_of_a_body_is_the_same_in_capitals():
    capitals = [(b"content-type", b"Multipart/Form-Data; boundary=x"), UPLOAD[1]]
    assert answer(capitals, [b"x" * 50])[0] == 200


def test_what_declares_nothing_is_stopped_at_the_limit():
    status, _, given = answer(UPLOAD, [b"x" * 40] * 1000)
    assert status == 413
    assert given <= 100


def test_a_page_is_told_in_plain_words():
    status, body, _ = answer(JSON, [b"x" * 11], path="/clips/upload")
    assert status == 413
    assert body.startswith(b"The request is larger")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "is_taken"),
    [("/speak/file", True), ("/api/speech/jobs", True), ("/clips/upload", True), ("/speak/", False)],
)
def test_the_addresses_that_take_files_take_large_ones(path, is_taken):
    with serving() as url:
        answer = httpx.post(
            url + path,
            files={"file": b"x" * 6_000_000},
            cookies={"voicesite_session": "none"},
            timeout=PATIENCE_SECONDS,
        )
    assert (answer.status_code != 413) == is_taken


@pytest.mark.django_db(transaction=True)
def test_a_body_that_announces_no_length_is_read(alice):
    _, key = ApiKey.objects.create(alice, name="program", scopes=Scope.values)
    form = httpx.Request("POST", "http://here", files={"file": ("talk.wav", wav())})
    with serving() as url:
        answer = httpx.post(
            f"{url}/api/clips",
            content=iter([form.read()]),
            headers={"Authorization": f"Bearer {key}", "Content-Type": form.headers["content-type"]},
            timeout=PATIENCE_SECONDS,
        )
    assert answer.status_code == 201, answer.text
