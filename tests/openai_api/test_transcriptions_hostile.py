"""Files that nobody made by accident: the right error or the right answer, and no file left over."""

import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.audio_files import mp3, wav
from tests.openai_api.hostile_files import HEARD, REFUSED
from tests.openai_api.recordings import file_of, post, talk


@pytest.fixture
def folders(settings: Any, tmp_path: Path, monkeypatch) -> list[Path]:
    """Where a file could be left: uploads, media, and the system's own folder for such."""
    uploads, scratch = tmp_path / "uploads", tmp_path / "scratch"
    for folder in (uploads, scratch):
        folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = uploads
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000  # nearly every file comes by way of the disk
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    return [uploads, scratch, Path(settings.MEDIA_ROOT)]


def left_in(folders: list[Path]) -> list[Path]:
    return [path for folder in folders if folder.exists() for path in folder.rglob("*")]


def assert_told(response: Any, *, status: int) -> dict:
    assert response.status_code == status, response.content
    error = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert "Traceback" not in error["message"]
    assert "/" not in error["message"].replace("/v1/", "")
    return error


@pytest.mark.parametrize("stream", ["false", "true"])
@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_for_what_it_is(alice, api_of, recogniser, folders, name, stream):
    file_name, data, code = REFUSED[name]
    error = assert_told(post(api_of(alice), file=file_of(data, file_name), stream=stream), status=400)
    assert error["param"] == "file"
    assert code in (None, error["code"])
    assert recogniser.heard == []
    assert left_in(folders) == []


@pytest.mark.parametrize("name", HEARD)
def test_it_is_heard_for_what_it_is(alice, api_of, recogniser, folders, name):
    file_name, data = HEARD[name]
    response = post(api_of(alice), file=file_of(data, file_name))
    assert response.status_code == 200, response.content
    assert response.json()["usage"]["seconds"] in (1, 2)
    assert left_in(folders) == []


def test_what_was_heard_leaves_nothing(alice, api_of, recogniser, folders):
    api = api_of(alice)
    assert post(api).json()["text"]
    response = post(api, file=file_of(talk(times=12)), stream="true")
    assert left_in(folders) == [], "a file has no name while it is heard"
    b"".join(response.streaming_content)
    assert left_in(folders) == []


def test_a_refused_field_leaves_nothing(alice, api_of, recogniser, folders):
    for changes in (
        {"model": "gpt-9"},
        {"temperature": "9"},
        {"sound": file_of()},
        {"file": [file_of()] * 2},
    ):
        assert post(api_of(alice), **changes).status_code in (400, 404)
        assert left_in(folders) == []


def test_a_recogniser_that_breaks_leaves_nothing(alice, api_of, put_hearing, folders):
    from tests.speech.recognition.fake_recogniser import FakeRecogniser

    put_hearing(FakeRecogniser(fails=RuntimeError("secret path /etc")))
    api = api_of(alice)
    api.raise_request_exception = False
    response = post(api)
    assert "secret" not in assert_told(response, status=500)["message"]
    assert left_in(folders) == []


def test_thirty_megabytes_leave_nothing(alice, api_of, recogniser, folders):
    assert_told(post(api_of(alice), file=file_of(bytes(30_000_000))), status=413)
    assert left_in(folders) == []


def test_a_form_that_breaks_off_leaves_nothing(alice, api_of, recogniser, folders):
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
    body = head + wav(1.0)
    response = api_of(alice).generic(
        "POST", "/v1/audio/transcriptions", body, content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code == 400
    assert left_in(folders) == []


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from([wav(0.3), mp3(0.3)]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=8),
    st.floats(0.05, 1),
)
def test_no_damage_is_our_fault(alice, api_of, recogniser, folders, data, changes, share):
    broken = io.BytesIO(data[: int(len(data) * share)])
    for place, piece in changes:
        broken.seek(int(place * place * len(broken.getvalue())))  # rather in the header than behind it
        broken.write(piece)
    response = post(api_of(alice), file=file_of(broken.getvalue()))
    assert response.status_code in (200, 400), response.content
    assert left_in(folders) == []
