"""Made again, an entry has a further take; one of its takes counts."""

import pytest

from clips.models import Clip
from history.models import Entry, Keeps, Kind, State
from history.preferences import change_preferences
from history.services import discard
from history.takes import TAKES_MOST, choose, save_as_take
from tests.clips.builders import make_byproduct
from tests.history.builders import make_entry
from transcribe.models import Transcript, TranscriptSegment

TIMINGS = [[0, 3, 0.0, 0.3], [4, 9, 0.3, 0.6], [10, 15, 0.6, 0.9], [16, 20, 0.9, 1.2]]


def url(entry: Entry, what: str = "") -> str:
    return f"/api/history/{entry.pk}{what}"


def again(api, entry: Entry, **changes) -> Entry:
    answer = api.post(url(entry, "/regenerate"), changes, format="json")
    assert answer.status_code == 202, answer.content
    return Entry.objects.get(pk=answer.json()["id"])


def as_take(first: Entry, **fields) -> Entry:
    take = Entry(
        owner=first.owner, kind=first.kind, title=first.title, text=first.text, engine=first.engine,
        model=first.model, state=State.DONE, **fields,
    )  # fmt: skip
    save_as_take(take, of=first)
    return take


@pytest.fixture
def begun(monkeypatch) -> list:
    """What would be spoken, if there were somebody to speak."""
    works: list = []
    monkeypatch.setattr("speak.making.start", works.append)
    return works


@pytest.fixture
def spoken(alice, fake) -> Entry:
    settings = {"input_type": "text", "language": "", "lexicon_id": None, "seed": 3}
    return make_entry(
        alice, engine="fake", model="fake", voice="low", speed=1.25, response_format="opus", settings=settings
    )


def test_it_is_made_again_with_its_settings(alice, api_of, spoken, begun):
    answer = api_of(alice).post(url(spoken, "/regenerate"), {}, format="json")
    assert answer.status_code == 202, answer.content
    take = Entry.objects.get(pk=answer.json()["id"])
    assert answer["Location"] == url(take)
    assert (take.text, take.voice, take.speed, take.response_format) == (spoken.text, "low", 1.25, "opus")
    assert take.settings["seed"] == 3
    assert (take.lineage, take.take_number, take.is_current) == (spoken.lineage, 2, False)
    assert (take.source, take.state) == ("job", "new")
    assert take.api_key_name


def test_it_is_made_again_with_others(alice, api_of, spoken, begun):
    changes = {"voice": "high", "speed": 0.5, "seed": 9, "input": "Other words."}
    take = Entry.objects.get(
        pk=api_of(alice).post(url(spoken, "/regenerate"), changes, format="json").json()["id"]
    )
    assert (take.voice, take.speed, take.settings["seed"]) == ("high", 0.5, 9)
    assert (take.text, take.title) == ("Other words.", "Other words.")


@pytest.mark.parametrize(
    ("wrong", "status", "param"),
    [
        ({"voice": "nobody"}, 400, "voice"),
        ({"speed": 9}, 400, "speed"),
        ({"seed": "3"}, 400, "seed"),
        ({"pitch": 3}, 400, "pitch"),
        ({"save_history": False}, 400, "save_history"),
        ({"input": "..."}, 400, "input"),
        ({"lexicon_id": "6f6a4a5e-0000-4000-8000-000000000000"}, 404, "lexicon_id"),
    ],
)
def test_what_is_wrong_makes_no_take(alice, api_of, spoken, begun, wrong, status, param):
    answer = api_of(alice).post(url(spoken, "/regenerate"), wrong, format="json")
    assert answer.status_code == status, answer.content
    assert answer.json()["error"]["param"] == param
    assert Entry.objects.count() == 1


def test_what_has_no_text_can_not_be_made_again(alice, api_of, fake):
    entry = make_entry(alice, text="", engine="fake", model="fake", voice="low")
    answer = api_of(alice).post(url(entry, "/regenerate"), {}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "no_text")


def test_a_transcript_is_heard_again_from_the_same_audio(alice, api_of, recogniser):
    clip = make_byproduct(alice)
    entry = make_entry(alice, kind=Kind.STT, engine="whisper-base", model="whisper-1", clip=clip)
    answer = api_of(alice).post(
        url(entry, "/regenerate"), {"language": "fi", "speakers": True}, format="json"
    )
    assert answer.status_code == 202, answer.content
    take = Entry.objects.get(pk=answer.json()["id"])
    assert (take.clip_id, take.language, take.take_number) == (clip.pk, "fi", 2)
    assert take.settings["speakers"] is True
    assert take.transcript.job.kind == "transcribe.files"
    discard(entry=entry)
    assert Clip.objects.filter(pk=clip.pk).exists()


def test_without_its_audio_a_transcript_can_not_be_heard_again(alice, api_of, recogniser):
    entry = make_entry(alice, kind=Kind.STT, engine="whisper-base", model="whisper-1")
    answer = api_of(alice).post(url(entry, "/regenerate"), {}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "audio_gone")


def test_takes_are_listed_the_newest_first(alice, bob, api_of):
    first = make_entry(alice)
    second, _ = as_take(first), make_entry(alice)
    listed = api_of(alice).get(url(first, "/takes")).json()
    assert [(each["id"], each["take_number"]) for each in listed] == [(str(second.pk), 2), (str(first.pk), 1)]
    assert api_of(bob).get(url(first, "/takes")).status_code == 404


def test_one_take_counts_and_a_person_chooses_it(alice, api_of):
    first = make_entry(alice)
    second = as_take(first)
    assert api_of(alice).post(url(second, "/current")).json()["is_current"] is True
    first.refresh_from_db()
    assert not first.is_current


def test_where_the_current_take_goes_the_newest_counts(alice):
    first = make_entry(alice)
    second, third = as_take(first), as_take(first)
    choose(take=first)
    discard(entry=first)
    assert [Entry.objects.get(pk=take.pk).is_current for take in (first, second, third)] == [
        False,
        False,
        True,
    ]


def test_there_are_only_so_many_takes(alice, api_of, spoken, begun):
    same = {"owner": alice, "title": "Take", "engine": "fake", "model": "fake", "lineage": spoken.lineage}
    numbers = range(2, TAKES_MOST + 1)
    rows = [Entry(**same, take_number=number, is_current=False) for number in numbers]
    Entry.objects.bulk_create(rows)
    answer = api_of(alice).post(url(spoken, "/regenerate"), {}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "too_many_takes")


@pytest.mark.parametrize("method", ["regenerate", "current", "transcript.srt"])
def test_another_persons_entry_is_not_there(alice, bob, api_of, method):
    assert api_of(bob).post(url(make_entry(alice), f"/{method}"), {}, format="json").status_code == 404


def test_what_was_spoken_is_had_as_subtitles(alice, api_of):
    entry = make_entry(alice, timings=TIMINGS)
    api = api_of(alice)
    srt = api.get(url(entry, "/transcript.srt"))
    assert srt.content.decode().startswith("1\n00:00:00,000 --> 00:00:01,200\nThe quick brown fox.")
    assert "fox.srt" in srt["Content-Disposition"]
    assert api.post(url(entry, "/transcript.vtt")).content.startswith(b"WEBVTT")
    assert api.get(url(entry, "/transcript.txt")).content == b"The quick brown fox.\n"
    assert api.get(url(entry, "/transcript.json")).json()["text"] == "The quick brown fox."
    assert api.get(url(entry, "/transcript.exe")).status_code == 404


def test_markup_is_not_read_aloud_in_subtitles(alice, api_of):
    entry = make_entry(alice, text="<speak>Hello <break/> you.</speak>", settings={"input_type": "ssml"})
    assert api_of(alice).get(url(entry, "/transcript.txt")).content == b"Hello you.\n"


def test_what_was_heard_is_had_as_it_was_corrected(alice, api_of):
    entry = make_entry(alice, kind=Kind.STT, text="hullo there")
    transcript = Transcript.objects.create(owner=alice, entry=entry)
    TranscriptSegment.objects.create(
        owner=alice, transcript=transcript, position=0, start_seconds=0, end_seconds=1, text="Hello there."
    )
    assert api_of(alice).get(url(entry, "/transcript.txt")).content == b"Hello there.\n"


@pytest.mark.parametrize(("fields", "status"), [({"state": State.MAKING}, 409), ({"text": ""}, 404)])
def test_words_that_are_not_there_say_why(alice, api_of, fields, status):
    answer = api_of(alice).get(url(make_entry(alice, **fields), "/transcript.srt"))
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_a_person_who_keeps_nothing_has_the_take_for_an_hour(alice, api_of, spoken, begun):
    change_preferences(user=alice, keeps=Keeps.NOTHING)
    take = Entry.objects.get(
        pk=api_of(alice).post(url(spoken, "/regenerate"), {}, format="json").json()["id"]
    )
    assert take.expires_at is not None
