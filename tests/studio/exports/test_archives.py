"""Single turns, and stems that add up to the mix, as a ZIP."""

from pathlib import Path

import numpy as np
import pytest
from django.core.files.storage import default_storage

from clips.models import Clip
from common.errors import Conflict
from jobs.services import cancel
from studio.conversations.exports.services import start_export
from studio.conversations.turns import add_turns
from studio.models import Turn
from tests.profiles.builders import make_profile
from tests.studio.conversations.builders import make_conversation, turns_in
from tests.studio.exports.builders import archive_of, export_of, manifest_of, sound_of
from tests.studio.rendering.builders import done, rendered, sound_in

pytestmark = pytest.mark.django_db


def names_in(archive):
    return [name for name in archive.namelist() if name != "manifest.json"]


def added_up(archive):
    """All files of an archive, and how loud the loudest of each is."""
    sounds = {name: sound_of(archive.read(name))[0] for name in names_in(archive)}
    assert len({len(samples) for samples in sounds.values()}) == 1
    return sum(sounds.values()), {name: float(np.abs(samples).max()) for name, samples in sounds.items()}


@pytest.mark.parametrize("audio_format", ["wav", "flac"])
def test_each_turn_is_a_file_with_its_number_and_its_speaker(scene, audio_format):
    archive = archive_of(export_of(scene, "zip", audio_format=audio_format))
    assert names_in(archive) == [
        f"001 ANNA - Hello there.{audio_format}",
        f"002 BEN - Good day.{audio_format}",
        f"003 ANNA - And good bye.{audio_format}",
    ]
    for name, turn in zip(names_in(archive), turns_in(scene), strict=True):
        samples, rate_hz = sound_of(archive.read(name))
        kept, kept_rate_hz = sound_in(turn.clip)
        assert rate_hz == kept_rate_hz
        assert np.array_equal(samples[:, 0], kept)


def test_the_manifest_says_where_each_turn_is_heard(scene):
    archive = archive_of(export_of(scene, "zip"))
    manifest = manifest_of(archive)
    assert (manifest["name"], manifest["revision"]) == ("Scene 1", scene.revision)
    assert [turn["file"] for turn in manifest["turns"]] == names_in(archive)
    assert [turn["text"] for turn in manifest["turns"]] == ["Hello there.", "Good day.", "And good bye."]
    starts = [mark["start_ms"] for mark in scene.render_marks]
    assert [turn["start_ms"] for turn in manifest["turns"]] == starts


def test_a_turn_that_was_not_heard_is_listed_without_a_file(alice):
    scene = make_conversation(alice, "A: one", "B: ", "A: three")
    rendered(scene)
    job = export_of(scene, "zip")
    told = manifest_of(archive_of(job))["turns"]
    assert [turn["file"] is None for turn in told] == [False, True, False]
    assert (job.result["turns"], job.result["left_out"]) == (2, 1)


def test_hostile_names_stay_in_the_archive(alice):
    hostile = ["../../etc/passwd", "C:\\con", "a\u202eb<>|?*", "\N{PILE OF POO}" * 40, "..", "nul"]
    scene = make_conversation(alice, name="..")
    add_turns(conversation=scene, turns=[{"speaker": name, "text": "Same words."} for name in hostile])
    rendered(scene)
    for format in ("zip", "stems"):
        names = names_in(archive_of(export_of(scene, format)))
        assert len({name.casefold() for name in names}) == len(names) >= len(hostile)
        for name in names:
            assert not set(name) & set('/\\:<>|?*\u202e"')
            assert not name.startswith(".")
            assert len(name.encode()) < 255


@pytest.mark.parametrize("room_tone_db", [None, -60.0])
def test_stems_add_up_to_the_mix(alice, room_tone_db):
    low = make_profile(alice, backend="fake", voice="low")
    high = make_profile(alice, name="High", backend="fake", voice="high")
    scene = make_conversation(alice, gap_ms=-150, room_tone_db=room_tone_db, sample_rate_hz=44_100)
    turns = [
        {"speaker": "Anna", "text": "Hello there, Ben.", "profile_id": str(low.pk)},
        {"speaker": "Ben", "text": "Good day.", "profile_id": str(high.pk)},
        {"speaker": "ANNA", "text": "And good bye to you.", "profile_id": str(low.pk)},
    ]
    add_turns(conversation=scene, turns=turns)
    rendered(scene)
    archive = archive_of(export_of(scene, "stems"))
    whole, peaks = added_up(archive)
    assert names_in(archive)[:2] == ["Anna.wav", "Ben.wav"]
    assert ("Room tone.wav" in names_in(archive)) == (room_tone_db is not None)
    assert all(peak > 1e-4 for peak in peaks.values())
    mix, _ = sound_in(scene.render)
    assert len(whole) == len(mix)
    # The render has dither, each file its rounding.
    assert np.abs(whole[:, 0] - mix).max() < 6 / 32768


def test_what_the_limiter_took_from_all_of_them_together_is_a_file_of_its_own(alice):
    """Two who are loud at once: each alone stays below the ceiling."""
    scene = make_conversation(alice, "A: aaaaaaaaaaaa", "B: aaaaaaaaaaaa", gap_ms=-10_000, target_lufs=-5)
    rendered(scene)
    archive = archive_of(export_of(scene, "stems"))
    assert names_in(archive) == ["A.wav", "B.wav", "Limiter.wav"]
    whole, _ = added_up(archive)
    mix, _ = sound_in(scene.render)
    assert np.abs(whole[:, 0] - mix).max() < 6 / 32768


def test_speakers_are_apart(scene):
    archive = archive_of(export_of(scene, "stems"))
    anna, rate_hz = sound_of(archive.read("ANNA.wav"))
    ben, _ = sound_of(archive.read("BEN.wav"))
    first, second, third = scene.render_marks
    alone = slice((first["end_ms"] + 5) * rate_hz // 1000, third["start_ms"] * rate_hz // 1000 - 100)
    assert np.abs(anna[alone]).max(initial=0) < 1e-3
    assert np.abs(ben[: second["start_ms"] * rate_hz // 1000 - 100]).max() == 0
    assert np.abs(ben[second["end_ms"] * rate_hz // 1000 + 100 :]).max() == 0


@pytest.mark.parametrize("format", ["zip", "stems"])
def test_without_the_sound_of_its_turns_there_is_no_archive_of_them(scene, format):
    rendered(scene, save_turn_audio=False)
    with pytest.raises(Conflict) as caught:
        start_export(conversation=scene, format=format)
    assert caught.value.code == "turn_audio_gone"
    assert export_of(scene, "mp3").has_file


def test_a_turn_that_was_spoken_otherwise_since_is_told(scene):
    """Its profile was changed, which is no change of the conversation."""
    turn = turns_in(scene)[0]
    Turn.objects.filter(pk=turn.pk).update(clip=Clip.objects.get(pk=turns_in(scene)[2].clip_id))
    with pytest.raises(Conflict) as caught:
        start_export(conversation=scene, format="stems")
    assert caught.value.code == "turn_audio_gone"


def test_a_crowd_has_no_stems_and_is_told_what_to_do(alice):
    scene = make_conversation(alice, *(f"Voice {number}: a" for number in range(65)))
    rendered(scene)
    with pytest.raises(Conflict, match="export single turns") as caught:
        start_export(conversation=scene, format="stems")
    assert caught.value.code == "too_many_speakers"
    assert export_of(scene, "zip").result["turns"] == 65


@pytest.mark.parametrize("format", ["zip", "stems"])
def test_a_turn_that_can_not_be_read_fails_the_job_with_a_sentence(scene, format):
    job = start_export(conversation=scene, format=format)
    path = default_storage.path(turns_in(scene)[1].clip.file_name)
    Path(path).write_bytes(b"no sound at all " * 100)
    job = done(job)
    assert (job.state, job.has_file) == ("failed", False)
    assert job.error_code in ("not_audio", "turn_audio_gone")


@pytest.mark.parametrize("format", ["m4b", "zip", "stems"])
def test_of_a_cancelled_export_nothing_is_left(scene, format, settings, tmp_path, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    job = start_export(conversation=scene, format=format)

    def cancelled_in_the_middle(self, *told):
        if list(settings.FILE_UPLOAD_TEMP_DIR.glob("*/*")):
            cancel(job=job)
            self.check()

    monkeypatch.setattr("jobs.run.JobRun.checkpoint", cancelled_in_the_middle)
    job = done(job)
    assert (job.state, job.has_file) == ("cancelled", False)
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
