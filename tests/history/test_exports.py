"""`POST /api/history/exports`: sound and words of many entries as one ZIP, made by a job."""

import csv
import io
import uuid
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clips import reading
from clips.models import Clip
from history.exports import KIND, Export
from history.models import Entry, Kind, State
from history.queries import Wanted
from jobs.janitor import take_up_lost
from jobs.models import Job
from jobs.runner import claim, run_job
from jobs.services import cancel
from speech.audio.probe import probe
from tests import audio_files
from tests.clips.builders import make_byproduct, make_clip
from tests.history.builders import make_entry
from tests.jobs.builders import ago
from tests.transcribe.builders import make_transcript

URL = "/api/history/exports"
TIMINGS = [[0, 3, 0.0, 0.3], [4, 9, 0.3, 0.6], [10, 15, 0.6, 0.9], [16, 20, 0.9, 1.2]]


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


@pytest.fixture
def uploads(settings, tmp_path) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.FILE_UPLOAD_TEMP_DIR


def spoken(owner, title: str = "Fox", *, data: bytes | None = None, **fields) -> Entry:
    clip = make_clip(owner, title, data=data) if data else make_byproduct(owner, title)
    return make_entry(owner, **{"title": title, "clip": clip, "timings": TIMINGS, **fields})


def asked(api, **body) -> Job:
    answer = api.post(URL, body, format="json")
    assert answer.status_code == 202, answer.content
    assert answer["Location"] == f"/api/jobs/{answer.json()['id']}"
    return Job.objects.get(pk=answer.json()["id"])


def refusal(api, **body) -> tuple[int, str]:
    answer = api.post(URL, body, format="json")
    assert not Job.objects.filter(kind=KIND).exists()
    return answer.status_code, answer.json()["error"]["code"]


def done(job: Job) -> Job:
    run_job(str(job.pk))
    job.refresh_from_db()
    return job


def archive_of(api, job: Job) -> zipfile.ZipFile:
    """As its owner downloads it."""
    answer = api.get(f"/api/jobs/{job.pk}/file")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert f"history-{timezone.localdate():%Y-%m-%d}.zip" in answer["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    return archive


def exported(api, **body) -> zipfile.ZipFile:
    job = done(asked(api, **body))
    assert job.state == "done", job.error
    return archive_of(api, job)


def table_of(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    text = archive.read("history.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_entry_is_there_with_its_sound_and_its_words(api, alice):
    entry = spoken(alice, created_at=datetime(2026, 3, 9, 22, 30, 2, tzinfo=UTC))
    heard = make_transcript(alice, title="Talk").entry
    archive = exported(api)
    assert sorted(archive.namelist()) == ["Fox.srt", "Fox.wav", "Talk.srt", "Talk.wav", "history.csv"]
    with entry.clip.file.open() as kept:
        assert archive.read("Fox.wav") == kept.read()
    assert archive.read("Fox.srt").startswith(b"1\n00:00:00,000 --> 00:00:01,200\nThe quick brown fox.")
    assert b"Good morning Ada." in archive.read("Talk.srt")
    first, second = table_of(archive)
    assert (first["id"], first["audio_file"], first["words_file"]) == (str(heard.pk), "Talk.wav", "Talk.srt")
    assert (second["text"], second["missing"]) == ("The quick brown fox.", "")


def test_sound_lies_in_it_as_it_is_and_words_are_packed(api, alice):
    spoken(alice, created_at=datetime(2026, 3, 9, 22, 30, 2, tzinfo=UTC))
    archive = exported(api)
    infos = {info.filename: info for info in archive.infolist()}
    assert infos["Fox.wav"].compress_type == zipfile.ZIP_STORED
    assert infos["Fox.srt"].compress_type == infos["history.csv"].compress_type == zipfile.ZIP_DEFLATED
    assert infos["Fox.wav"].date_time == (2026, 3, 9, 22, 30, 2)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"what": "audio"}, ["Fox.wav", "history.csv"]),
        ({"what": "words"}, ["Fox.srt", "history.csv"]),
        ({"what": "words", "words_form": "txt"}, ["Fox.txt", "history.csv"]),
        ({"what": "words", "words_form": "vtt"}, ["Fox.vtt", "history.csv"]),
        ({"what": "words", "words_form": "json"}, ["Fox.json", "history.csv"]),
    ],
)
def test_it_holds_what_was_asked_for(api, alice, body, names):
    spoken(alice)
    archive = exported(api, **body)
    assert sorted(archive.namelist()) == names
    assert table_of(archive)[0]["missing"] == ""


def test_every_name_comes_out_once(api, alice):
    for title in ("Fox", "fox", "a/b: c?", "语" * 190):
        spoken(alice, title)
    names = exported(api).namelist()
    assert {"fox.wav", "fox.srt", "Fox (2).wav", "Fox (2).srt", "a-b- c-.wav"} <= set(names)
    assert len({name.casefold() for name in names}) == len(names) == 9
    assert max(len(name.encode()) for name in names) < 255


@pytest.mark.parametrize("format_name", ["mp3", "wav", "flac"])
def test_sound_is_converted_and_can_be_decoded(api, alice, format_name):
    spoken(alice, data=audio_files.opus(1.0, channels=2))
    archive = exported(api, what="audio", format=format_name)
    assert archive.namelist() == [f"Fox.{format_name}", "history.csv"]
    found = probe(io.BytesIO(archive.read(f"Fox.{format_name}")))
    assert found.container.suffix == format_name
    assert found.duration_seconds == pytest.approx(1.0, abs=0.06)
    assert found.channels == 1


def test_what_is_in_that_format_already_is_not_converted(api, alice):
    data = audio_files.mp3(0.5)
    spoken(alice, data=data)
    assert exported(api, what="audio", format="mp3").read("Fox.mp3") == data


def test_what_is_gone_is_told_in_the_table(api, alice):
    make_entry(alice, title="Never kept")
    deleted, lost, broken = spoken(alice, "Deleted"), spoken(alice, "Lost"), spoken(alice, "Broken")
    make_entry(alice, text="", title="Silent", kind=Kind.STT)
    make_entry(alice, title="Being made", state=State.MAKING)
    Clip.objects.filter(pk=deleted.clip_id).update(deleted_at=timezone.now())
    default_storage.delete(lost.clip.file_name)
    Path(default_storage.path(broken.clip.file_name)).write_bytes(b"no sound at all " * 100)
    job = done(asked(api, format="mp3", words_form="txt"))
    archive = archive_of(api, job)
    assert [(row["title"], row["missing"]) for row in table_of(archive)] == [
        ("Being made", "audio, words"),
        ("Silent", "audio, words"),
        ("Broken", "audio"),
        ("Lost", "audio"),
        ("Deleted", "audio"),
        ("Never kept", "audio"),
    ]
    assert not any(name.endswith(".mp3") for name in archive.namelist())
    assert (job.result["entries"], job.result["incomplete"]) == (6, 6)


def test_the_filters_are_those_of_the_list(api, alice):
    make_entry(alice, title="Old", created_at=datetime(2026, 3, 9, 12, tzinfo=UTC), is_favourite=True)
    make_entry(alice, title="Joe's", voice="joe")
    make_entry(alice, title="Plain")

    def found(**body):
        return [row["title"] for row in table_of(exported(api, **body))]

    assert found() == ["Plain", "Joe's", "Old"]
    assert found(voice="joe") == ["Joe's"]
    assert found(favourite=True) == ["Old"]
    assert found(favourite=False, q="fox") == ["Plain", "Joe's"]
    assert found(until="2026-03-09", type="tts") == ["Old"]


def test_some_are_chosen_by_their_ids(api, alice):
    wanted = [make_entry(alice, title=f"Entry {number}") for number in range(4)][1:3]
    ids = [str(entry.pk) for entry in wanted]
    found = [row["id"] for row in table_of(exported(api, ids=[*ids, ids[0]]))]
    assert sorted(found) == sorted(ids)


def test_what_is_made_after_it_was_asked_for_is_not_in_it(api, alice):
    make_entry(alice, title="Before")
    job = asked(api, until="2999-01-01")
    make_entry(alice, title="After")
    assert [row["title"] for row in table_of(archive_of(api, done(job)))] == ["Before"]


def test_another_persons_entries_are_not_there(api, alice, bob):
    mine, hers = make_entry(alice, title="Mine"), make_entry(bob, title="Hers")
    assert refusal(api, ids=[str(mine.pk), str(hers.pk)]) == refusal(api, ids=[str(uuid.uuid4())])
    assert refusal(api, ids=[str(hers.pk)]) == (404, "not_found")
    assert [row["title"] for row in table_of(exported(api))] == ["Mine"]


def test_another_person_does_not_get_the_file(api, alice, bob, api_of):
    make_entry(alice)
    job = done(asked(api))
    assert api_of(bob).get(f"/api/jobs/{job.pk}/file").status_code == 404


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"what": "video"}, "what"),
        ({"words_form": "docx"}, "words_form"),
        ({"format": "pcm"}, "format"),
        ({"formt": "mp3"}, "formt"),
        ({"type": "music"}, "type"),
        ({"since": "soon"}, "since"),
        ({"favourite": "true"}, "favourite"),
        ({"ids": []}, "ids"),
        ({"ids": ["seven"]}, "ids"),
        ({"ids": "all"}, "ids"),
        ({"ids": [str(uuid.UUID(int=7))] * 1_001}, "ids"),
        ({"ids": [str(uuid.UUID(int=7))], "voice": "joe"}, "ids"),
        ({"q": "w" * 201}, "q"),
        ({"q": "\x00"}, "q"),
    ],
)
def test_what_makes_no_sense_is_an_error_that_names_its_field(api, alice, body, param):
    make_entry(alice)
    answer = api.post(URL, body, format="json")
    assert answer.status_code == 400, answer.content
    assert answer.json()["error"]["param"].split(".")[0] == param
    assert not Job.objects.filter(kind=KIND).exists()


def test_nothing_found_makes_no_job(api, alice):
    make_entry(alice)
    assert refusal(api, voice="nobody") == (409, "nothing_found")


def test_too_much_at_once_is_told_with_what_to_do(api, alice, settings):
    entry = spoken(alice)
    settings.CONFIG = settings.CONFIG.model_copy(update={"history_export_max_mib": 1})
    Clip.objects.filter(pk=entry.clip_id).update(bytes=2 * 1024 * 1024)
    answer = api.post(URL, {}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "export_too_large")
    assert "2.0\xa0MB; 1.0\xa0MB are the most. Take less" in answer.json()["error"]["message"]
    assert asked(api, format="mp3")  # a second of sound, whatever it takes where it is kept
    assert asked(api, what="words")


def test_an_archive_that_grows_beyond_the_limit_ends_there(api, alice, settings, uploads):
    entry = spoken(alice)
    settings.CONFIG = settings.CONFIG.model_copy(update={"history_export_max_mib": 1})
    Path(default_storage.path(entry.clip.file_name)).write_bytes(b"x" * 2 * 1024 * 1024)
    job = done(asked(api))
    assert (job.state, job.error_code) == ("failed", "export_too_large")
    assert list(uploads.iterdir()) == []


def test_a_full_disk_is_told_before_there_is_a_job(api, alice, monkeypatch):
    spoken(alice)
    monkeypatch.setattr("clips.space.free_disk_bytes", lambda: 1024 * 1024)
    assert refusal(api) == (507, "disk_full")


def test_a_disk_that_fills_up_meanwhile_ends_it_with_a_sentence(api, alice, monkeypatch):
    spoken(alice)
    job = asked(api)
    monkeypatch.setattr("clips.space.free_disk_bytes", lambda: 1024 * 1024)
    job = done(job)
    assert (job.state, job.error_code) == ("failed", "disk_full")


def test_what_was_deleted_before_its_turn_came_is_told(api, alice):
    entry = make_entry(alice)
    job = asked(api)
    entry.delete()
    job = done(job)
    assert (job.state, job.error_code) == ("failed", "nothing_found")


def test_it_says_how_far_it_is(api, alice, monkeypatch):
    for title in ("Hen", "Fox"):
        spoken(alice, title)
    told = []
    monkeypatch.setattr(
        "jobs.run.JobRun.checkpoint", lambda run, progress=None, step=None: told.append((progress, step))
    )
    job = done(asked(api))
    assert [each for each in told if each[1]] == [(0.0, "Packing “Fox”"), (0.5, "Packing “Hen”")]
    assert job.title == "Export 2 entries of the history"


def test_cancelled_in_the_middle_of_a_recording_nothing_of_it_is_left(api, alice, uploads, monkeypatch):
    monkeypatch.setattr("jobs.run.CHECK_EVERY_SECONDS", 0)
    spoken(alice, data=audio_files.wav(30.0))
    job = asked(api, format="mp3")
    encode = reading.encode

    def cancelled_after_the_first_bytes(*args, **kwargs):
        chunks = encode(*args, **kwargs)
        yield next(chunks)
        cancel(job=job)
        yield next(chunks)
        raise AssertionError("nobody wants the rest")

    monkeypatch.setattr("clips.reading.encode", cancelled_after_the_first_bytes)
    job = done(job)
    assert (job.state, job.has_file) == ("cancelled", False)
    assert list(uploads.iterdir()) == []
    assert not default_storage.exists("jobs")


def test_a_killed_export_is_taken_up_again_and_whole(api, alice):
    spoken(alice)
    job = asked(api)
    claimed = claim(job.pk)  # by a process that is killed before it says anything
    Job.objects.filter(pk=claimed.pk).update(heartbeat_at=ago(minutes=2))
    assert take_up_lost() == 1
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now() - timedelta(seconds=1))
    job = done(job)
    assert (job.state, job.attempts) == ("done", 2)
    assert sorted(archive_of(api, job).namelist()) == ["Fox.srt", "Fox.wav", "history.csv"]


def test_what_is_wanted_survives_the_way_through_a_job():
    wanted = Wanted(
        search="fox",
        since=datetime(2026, 3, 9, tzinfo=UTC),
        until=datetime(2026, 3, 10, tzinfo=UTC),
        is_favourite=False,
        ids=(uuid.uuid4(),),
    )
    for export in (Export(wanted=wanted, audio_format="mp3", words_form=""), Export(wanted=Wanted())):
        assert Export.of(export.as_params()) == export


def test_many_entries_take_few_questions(api, alice):
    """Without words: those of a transcript are read from its own rows."""
    for number in range(30):
        spoken(alice, f"Entry {number}")
    job = asked(api, what="audio")
    with CaptureQueriesContext(connection) as queries:
        done(job)
    of_entries = [query["sql"] for query in queries if 'FROM "history_entry"' in query["sql"]]
    assert len(of_entries) == 3  # once measured, two pages
