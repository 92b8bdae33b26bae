"""`manage.py transcribe`."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.transcribe.builders import sound

pytestmark = pytest.mark.usefixtures("fake")


@pytest.fixture
def talk(tmp_path) -> Path:
    return recording(tmp_path, "talk.wav")


def recording(folder: Path, name: str, seconds: float = 3.0) -> Path:
    path = folder / name
    path.write_bytes(sound(seconds).read())
    return path


def run(*arguments: object, **options: object) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("transcribe", *map(str, arguments), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_text_is_printed(talk):
    assert run(talk) == ("one two three\n", "")


def test_subtitles_are_written_beside_each_other(tmp_path, talk):
    other = recording(tmp_path, "other.wav", 2.0)
    folder = tmp_path / "out"
    folder.mkdir()
    out, _ = run(talk, other, "--format", "srt", "-o", folder)
    assert out.split() == [str(folder / "talk.srt"), str(folder / "other.srt")]
    assert (folder / "talk.srt").read_text().startswith("1\n00:00:00,")
    assert "one two three" in (folder / "talk.srt").read_text()
    assert sorted(path.name for path in folder.iterdir()) == ["other.srt", "talk.srt"]


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("vtt", b"WEBVTT"),
        ("json", b'{"text"'),
        ("verbose_json", b'{"task"'),
        ("docx", b"PK"),
        ("txt", b"one"),
    ],
)
def test_every_form_is_written_to_the_file_that_is_named(tmp_path, talk, name, beginning):
    run(talk, "--format", name, "-o", tmp_path / "result")
    assert (tmp_path / "result").read_bytes().startswith(beginning)


def test_words_are_there_where_they_are_asked_for(talk):
    out, _ = run(talk, "--format", "verbose_json", "--words")
    assert [word["word"] for word in json.loads(out)["words"]] == ["one", "two", "three"]


def test_what_was_asked_for_reaches_the_recogniser(talk, fake):
    run(talk, "--language", "French", "--translate", "--prompt", "A talk.", "--keywords", "Ada, Bob")
    [hearing] = fake.hearings
    assert (hearing.language, hearing.task, hearing.prompt) == ("fr", "translate", "A talk.")
    assert hearing.keywords == ("Ada", "Bob")


def test_one_bad_file_is_told_and_the_others_are_done(tmp_path, talk):
    notes = tmp_path / "notes.txt"
    notes.write_text("no sound at all " * 100)
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="2 of 3 files"):
        call_command("transcribe", str(notes), str(tmp_path / "gone.wav"), str(talk), stdout=out, stderr=err)
    assert out.getvalue() == "one two three\n"
    assert f"{notes}: " in err.getvalue()
    assert f"{tmp_path / 'gone.wav'}: There is no such file." in err.getvalue()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--format", "pdf"], "There is no format 'pdf'"),
        (["--language", "Klingon"], "There is no language"),
        (["--model", "nobody"], "does not exist"),
        (["--format", "docx"], "can't be printed"),
        (["-o", "nowhere/at/all.txt"], "There is no folder"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_heard(talk, fake, arguments, says):
    with pytest.raises(CommandError, match=says):
        run(talk, *arguments)
    assert not fake.heard


def test_several_files_need_a_folder(tmp_path, talk):
    with pytest.raises(CommandError, match="is no folder"):
        run(talk, recording(tmp_path, "b.wav"), "-o", tmp_path / "result.txt")


def test_files_of_the_same_stem_keep_their_endings(tmp_path, talk):
    out, _ = run(talk, recording(tmp_path, "talk.mp3"), "-o", tmp_path)
    assert [Path(line).name for line in out.splitlines()] == ["talk.wav.txt", "talk.mp3.txt"]
