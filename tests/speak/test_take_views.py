"""One take: its audio, words, downloads, and what can be done with it."""

import io

import av
import pytest

from clips.models import Clip
from clips.services import store_file
from history.models import Entry, State
from history.services import purge_discarded
from speak import takes
from speech.audio.encode import encode
from speech.audio.formats import FORMATS
from tests.speak.builders import make_take
from tests.speech.fake_engine import tone_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_voice")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


@pytest.fixture
def take(alice):
    return make_take(alice)


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def seconds_of(data: bytes, name: str) -> float:
    if name == "pcm":
        return len(data) / 2 / 24_000
    with av.open(io.BytesIO(data)) as container:
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))


def test_a_finished_take_is_served_with_ranges(client, take):
    response = client.get(f"/speak/takes/{take.pk}/audio", headers={"Range": "bytes=0-9"})
    assert response.status_code == 206
    assert len(body_of(response)) == 10


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_downloaded_in_any_format_and_lasts_as_long(client, alice, tmp_path, name):
    blocks = [tone_of(character, base_hertz=200.0) for character in "Hello there, and good bye."]
    path = tmp_path / "master.flac"
    path.write_bytes(b"".join(encode(blocks, "flac", rate_hz=24_000)))
    clip = store_file(owner=alice, file=path, title="A title/with … signs")
    take = make_take(alice, has_clip=False, clip=clip, title="A title/with … signs")
    response = client.get(f"/speak/takes/{take.pk}/download?format={name}")
    data = body_of(response)
    assert seconds_of(data, name) == pytest.approx(clip.duration_seconds, abs=0.05)
    assert response["Content-Disposition"].startswith("attachment")
    assert f".{FORMATS[name].suffix}" in response["Content-Disposition"]
    if name == "wav":
        assert int.from_bytes(data[4:8], "little") == len(data) - 8
        assert response["Content-Length"] == str(len(data))


def test_an_unknown_format_is_refused(client, take):
    assert client.get(f"/speak/takes/{take.pk}/download?format=exe").status_code == 400


def test_what_is_not_done_can_not_be_downloaded_yet(client, alice):
    take = make_take(alice, has_clip=False, state=State.MAKING)
    assert client.get(f"/speak/takes/{take.pk}/download").status_code == 409


def test_a_failed_take_has_no_audio_and_says_why(client, alice):
    take = make_take(alice, has_clip=False, state=State.FAILED, error="The engine was busy.")
    assert client.get(f"/speak/takes/{take.pk}/audio").status_code == 409
    assert "The engine was busy." in client.get("/speak/").content.decode()


def test_a_take_whose_clip_is_gone_is_listed_and_says_so(client, take):
    Clip.objects.all().delete()
    assert "audio is gone" in client.get("/speak/").content.decode()
    assert client.get(f"/speak/takes/{take.pk}/audio").status_code == 404


def test_words_are_told_with_their_times(client, take):
    told = client.get(f"/speak/takes/{take.pk}/words").json()
    assert told == {"state": "done", "words": [[0, 5, 0.0, 0.5], [6, 11, 0.5, 1.0]]}


@pytest.mark.parametrize(("kind", "start"), [("srt", "1\n00:00:00,000"), ("vtt", "WEBVTT")])
def test_subtitles(client, take, kind, start):
    response = client.get(f"/speak/takes/{take.pk}/subtitles.{kind}")
    assert response.content.decode().startswith(start)
    assert response["Content-Disposition"].startswith("attachment")


def test_there_are_no_subtitles_without_times(client, alice):
    take = make_take(alice, timings=[])
    assert client.get(f"/speak/takes/{take.pk}/subtitles.srt").status_code == 404
    assert client.get(f"/speak/takes/{take.pk}/subtitles.exe").status_code == 404


def test_progress_is_shown_until_the_whole_card_takes_its_place(client, alice):
    take = make_take(alice, has_clip=False, state=State.MAKING, done_characters=12)
    response = client.get(f"/speak/takes/{take.pk}/state", headers=HTMX)
    assert "12 of 26 characters" in response.content.decode()
    assert response["HX-Retarget"] == "this"
    Entry.objects.update(state=State.FAILED, error="No.")
    response = client.get(f"/speak/takes/{take.pk}/state", headers=HTMX)
    assert "HX-Retarget" not in response
    assert f'id="take-{take.pk}"' in response.content.decode()
    assert "hx-trigger" not in response.content.decode()


def test_kept_it_is_in_the_library_and_stays_there(client, alice, take):
    client.post(f"/speak/takes/{take.pk}/keep")
    assert take.title in client.get("/clips/").content.decode()
    takes.discard_take(take=take)
    Entry.objects.update(deleted_at="2020-01-01T00:00Z")
    assert purge_discarded() == 1
    assert Clip.objects.count() == 1


def test_nothing_can_be_kept_before_it_is_done(client, alice):
    take = make_take(alice, has_clip=False, state=State.MAKING)
    assert client.post(f"/speak/takes/{take.pk}/keep").status_code == 409


def test_deleted_it_can_be_brought_back_for_a_while(client, take):
    response = client.post(f"/speak/takes/{take.pk}/delete", headers=HTMX)
    assert f"/speak/takes/{take.pk}/restore" in response["HX-Trigger"]
    assert client.get(f"/speak/takes/{take.pk}/audio").status_code == 404
    assert purge_discarded() == 0
    client.post(f"/speak/takes/{take.pk}/restore", headers=HTMX)
    assert client.get(f"/speak/takes/{take.pk}/audio").status_code == 200


def test_later_it_is_gone_with_its_audio(client, take):
    takes.discard_take(take=take)
    Entry.objects.update(deleted_at="2020-01-01T00:00Z")
    assert purge_discarded() == 1
    assert not Clip.objects.exists()
    assert client.post(f"/speak/takes/{take.pk}/restore").status_code == 404


def test_a_finished_take_can_not_be_stopped_or_tried_again(client, take):
    client.post(f"/speak/takes/{take.pk}/stop")
    take.refresh_from_db()
    assert take.is_done
    assert client.post(f"/speak/takes/{take.pk}/again").status_code == 409


def test_without_scripts_a_deleted_take_has_its_undo_on_the_page(client, take):
    page = client.post(f"/speak/takes/{take.pk}/delete", follow=True).content.decode()
    assert "is deleted." in page
    assert f"/speak/takes/{take.pk}/restore" in page
