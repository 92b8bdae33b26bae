"""Where a text is not to be kept, it goes from everywhere, and the rest stays."""

from datetime import UTC, datetime

import pytest

from clips import services as clips
from history import crafts
from history.models import Entry, Kind, Proof, State
from history.retention import tidy
from tests.history.builders import make_entry
from tests.history.retained import ago, give_audio


class FakeCraft:
    def __init__(self):
        self.forgotten = []

    def forget_text(self, entry):
        self.forgotten.append(entry.pk)


@pytest.fixture(autouse=True)
def craft(monkeypatch):
    found = FakeCraft()
    monkeypatch.setattr(crafts, "_crafts", {Kind.TTS: found, Kind.STT: found})
    return found


def make_secret(owner, **fields):
    given = {
        "title": "My secret",
        "text_expires_at": ago(minutes=1),
        "timings": [[0, 2, 0.0, 0.2]],
        "settings": {"prompt": "secret", "keywords": ["secret"], "seed": 7},
        "proof": {"heard": "my secret"},
        "created_at": datetime(2026, 11, 21, 23, 30, tzinfo=UTC),
        **fields,
    }
    return make_entry(owner, "My secret.", **given)


@pytest.mark.parametrize(("kind", "title"), [("tts", "Speech"), ("stt", "Transcript")])
def test_an_expired_text_leaves_the_rest(alice, craft, kind, title):
    entry = make_secret(alice, kind=kind)
    assert tidy(alice).texts_forgotten == 1
    entry.refresh_from_db()
    assert (entry.text, entry.title) == ("", f"{title} of 21 November")
    assert (entry.timings, entry.proof, entry.settings) == ([], {}, {"seed": 7})
    assert (entry.text_expires_at, entry.duration_seconds, entry.characters) == (None, 2.0, 10)
    assert craft.forgotten == [entry.pk]
    assert tidy(alice).texts_forgotten == 0


def test_the_day_is_one_of_the_persons_own_zone(alice):
    alice.time_zone = "Europe/Helsinki"
    alice.save()
    entry = make_secret(alice)
    tidy(alice)
    entry.refresh_from_db()
    assert entry.title == "Speech of 22 November"


def test_it_is_found_by_its_words_no_more(alice, api_of):
    make_secret(alice)
    tidy(alice)
    assert api_of(alice).get("/api/history", {"q": "secret"}).json()["items"] == []


def test_its_audio_loses_the_title_unless_it_is_in_the_library(alice):
    plain, kept = make_secret(alice), make_secret(alice)
    audio, kept_audio = give_audio(plain), give_audio(kept)
    clips.keep(clip=kept_audio)
    tidy(alice)
    audio.refresh_from_db()
    kept_audio.refresh_from_db()
    assert (audio.title, kept_audio.title) == ("Speech of 21 November", "My secret")


@pytest.mark.parametrize("fields", [{"text_expires_at": ago(hours=-1)}, {"text_expires_at": None}])
def test_before_its_time_a_text_stays(alice, fields):
    make_secret(alice, **fields)
    assert tidy(alice).texts_forgotten == 0


def test_what_is_being_made_needs_its_text(alice):
    make_secret(alice, state=State.MAKING)
    assert tidy(alice).texts_forgotten == 0


def test_nothing_waits_to_be_compared_with_a_text_that_is_gone(alice):
    waiting = make_secret(alice, proof_state=Proof.WAITING)
    doubtful = make_secret(alice, proof_state=Proof.DOUBTFUL)
    tidy(alice)
    states = dict(Entry.objects.values_list("pk", "proof_state"))
    assert states == {waiting.pk: Proof.NONE, doubtful.pk: Proof.DOUBTFUL}


def test_what_else_holds_the_words_fails_with_the_entry(alice, monkeypatch):
    entry = make_secret(alice)

    def fail(entry):
        raise RuntimeError

    monkeypatch.setattr(crafts.craft_of(entry), "forget_text", fail)
    with pytest.raises(RuntimeError):
        tidy(alice)
    entry.refresh_from_db()
    assert entry.text == "My secret."
