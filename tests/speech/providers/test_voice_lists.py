"""A service's voices: there at once, kept on disk, asked for in the background and seldom."""

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from speech.engines.base import Gender, Voice
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.voice_lists import AGAIN_SECONDS, FILE, REFRESH_SECONDS, VoiceList
from tests.processes import wait_until
from tests.speech.providers.servers.wires import OPENAI

USUAL = [Voice("usual", "Usual", "en-US", None, "box")]
LISTED = [
    Voice("ann", "Ann", "en-GB", Gender.FEMALE, "box"),
    Voice("bo", "Bo", "fi", None, "box"),
]


class Service:
    def __init__(self, voices: Sequence[Voice] = LISTED) -> None:
        self.voices, self.calls, self.fails = voices, 0, False
        self.was_asked = threading.Event()

    def __call__(self) -> Sequence[Voice]:
        self.calls += 1
        self.was_asked.set()
        if self.fails:
            raise ProviderFailed("box", FailureKind.SERVER, reason="it broke")
        return self.voices


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def list_of(tmp_path, service, clock):
    def made(**more: object) -> VoiceList:
        settings = OPENAI.settings("http://127.0.0.1:9", cache_dir=tmp_path, **more)
        return VoiceList(settings, USUAL, service, clock=clock)

    return made


def ids(voices: VoiceList) -> list[str]:
    return [voice.id for voice in voices.known().voices]


def test_the_usual_ones_are_there_at_once_and_the_list_comes_by_itself(list_of, service):
    voices = list_of()
    assert ids(voices) == ["usual"]
    wait_until(lambda: ids(voices) == ["ann", "bo"], seconds=30, why="the list", every_seconds=0.01)
    assert service.calls == 1


def test_another_process_finds_it_on_disk(list_of, service):
    list_of().refresh()
    other = list_of()
    assert ids(other) == ["ann", "bo"]
    assert [voice.gender for voice in other.known().voices] == [Gender.FEMALE, None]
    assert service.calls == 1


def test_a_process_sees_what_another_one_wrote(list_of, service):
    first, second = list_of(), list_of()
    first.refresh()
    assert ids(second) == ["ann", "bo"]
    service.voices = LISTED[:1]
    first.refresh()
    assert ids(second) == ["ann"]


def test_an_old_list_stays_while_it_is_asked_for_anew(list_of, service, clock):
    voices = list_of()
    voices.refresh()
    service.was_asked.clear()
    clock.now += REFRESH_SECONDS - 1
    assert ids(voices) == ["ann", "bo"]
    assert not service.was_asked.is_set()
    clock.now += 2
    assert ids(voices) == ["ann", "bo"]
    assert service.was_asked.wait(30)


def test_a_list_from_before_the_clock_was_set_back_is_asked_for_anew(list_of, service, clock):
    voices = list_of()
    voices.refresh()
    service.was_asked.clear()
    clock.now -= 30 * 86_400
    assert ids(voices) == ["ann", "bo"]
    assert service.was_asked.wait(30)


def test_a_service_that_fails_is_left_alone_for_a_while(list_of, service, clock):
    service.fails = True
    voices = list_of()
    assert ids(voices) == ["usual"]
    assert service.was_asked.wait(30)
    service.was_asked.clear()
    assert [ids(voices) for _ in range(3)] == [["usual"]] * 3
    assert not service.was_asked.is_set()
    clock.now += AGAIN_SECONDS + 1
    ids(voices)
    assert service.was_asked.wait(30)


def test_whoever_asks_for_a_new_list_is_told_why_there_is_none(list_of, service):
    voices = list_of()
    voices.refresh()
    service.fails = True
    with pytest.raises(ProviderFailed, match="it broke"):
        voices.refresh()
    assert ids(voices) == ["ann", "bo"]


def test_a_list_without_voices_leaves_those_that_are_known(list_of, service):
    voices = list_of()
    voices.refresh()
    service.voices = []
    with pytest.raises(ProviderFailed, match="no voices"):
        voices.refresh()
    assert ids(voices) == ids(list_of()) == ["ann", "bo"]


@pytest.mark.parametrize(
    "content",
    ["", "not json", "[]", "5", '{"version": 5}', '{"voices": [1]}', "[" * 100_000],
)
def test_a_damaged_file_is_dropped(content, list_of, tmp_path):
    voices = list_of()
    voices.refresh()
    path = tmp_path / FILE
    path.write_text(content)
    other = list_of()
    other.known()
    assert "usual" in ids(other) or ids(other) == ["ann", "bo"]
    wait_until(lambda: ids(other) == ["ann", "bo"], seconds=30, why="the list", every_seconds=0.01)


def test_a_list_whose_voices_are_damaged_is_dropped(list_of, tmp_path, service):
    list_of().refresh()
    path = tmp_path / FILE
    kept = json.loads(path.read_text())
    kept["voices"][0]["gender"] = "robot"
    path.write_text(json.dumps(kept))
    service.fails = True
    assert ids(list_of()) == ["usual"]
    assert not path.exists()


def test_a_list_of_another_server_is_not_believed(list_of, service):
    list_of(model="one").refresh()
    service.fails = True
    assert ids(list_of(model="two")) == ["usual"]


def test_nothing_half_written_is_left(list_of, tmp_path):
    list_of().refresh()
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_folder_that_can_not_be_written_costs_only_the_keeping(list_of, tmp_path: Path):
    (tmp_path / "file").touch()
    voices = list_of()
    voices._settings = replace(voices._settings, cache_dir=tmp_path / "file" / "folder")
    assert [voice.id for voice in voices.refresh().voices] == ["ann", "bo"]


def test_what_the_operator_names_is_there_from_the_start(list_of):
    voices = list_of(voices={"narrator": "ann"}, default_voice="narrator")
    assert ids(voices) == ["narrator", "usual"]
    voices.refresh()
    assert ids(voices) == ["narrator", "ann", "bo"]
    narrator = voices.known().by_id["narrator"]
    assert (narrator.language, narrator.gender) == ("en-GB", Gender.FEMALE)


def test_names_that_could_do_harm_are_left_out(list_of, service):
    service.voices = [
        Voice("", "Nobody", "en", None, "box"),
        Voice("a\nb", "Broken", "en", None, "box"),
        Voice("x" * 201, "Long", "en", None, "box"),
        Voice("ok", "A\x1b[31m" + "y" * 500, "en", None, "box"),
    ]
    [voice] = list_of().refresh().voices
    assert voice.id == "ok"
    assert voice.name.isprintable()
    assert len(voice.name) == 200
