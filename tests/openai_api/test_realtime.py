"""`/v1/realtime?intent=transcription`: what is sent to it, and what it tells."""

import base64
import threading

import pytest

from accounts.models import User
from common.errors import Unavailable
from history.models import Entry
from speech.recognition.base import RATE_HZ
from tests.openai_api.live import PATH, TRANSCRIPTION, live, opened, sentence, types
from tests.speech.recognition.fake_hearing import put_recognisers
from tests.speech.recognition.fake_recogniser import FakeRecogniser
from tests.speech.recognition.sounds import silence, spoken

HEARD = "one two three"
TURN = [
    "input_audio_buffer.speech_started",
    "input_audio_buffer.speech_stopped",
    "input_audio_buffer.committed",
    "conversation.item.added",
    "conversation.item.done",
    f"{TRANSCRIPTION}.delta",
    f"{TRANSCRIPTION}.completed",
]


@pytest.fixture
def recogniser(monkeypatch, settings) -> FakeRecogniser:
    fake = FakeRecogniser()
    put_recognisers(monkeypatch, settings, fake)
    return fake


@pytest.fixture
def key(recogniser, transactional_db, alice: User, key_of) -> str:
    return key_of(alice, "transcribe")


def test_the_session_begins_with_what_it_hears_by(server, key):
    with live(server, key, rate_hz=0) as client:
        session = client.created["session"]
    assert client.created["type"] == "session.created"
    assert session["type"] == "transcription"
    sound = session["audio"]["input"]
    assert sound["format"] == {"type": "audio/pcm", "rate": 24_000}
    assert sound["transcription"]["model"] == "whisper-1"
    assert sound["turn_detection"] == {
        "type": "server_vad",
        "threshold": 0.5,
        "prefix_padding_ms": 300,
        "silence_duration_ms": 500,
    }


def test_a_sentence_is_told_from_its_first_word_to_its_transcript(server, key):
    with live(server, key) as client:
        client.say(sentence())
        told = client.until(f"{TRANSCRIPTION}.completed")
    assert types(told) == TURN
    started, stopped, committed, added, _, delta, completed = told
    assert {event.get("item_id", added["item"]["id"]) for event in told} == {started["item_id"]}
    assert 0 <= started["audio_start_ms"] < 500 < stopped["audio_end_ms"] < 4_800
    assert committed["previous_item_id"] is None
    assert added["item"]["content"] == [{"type": "input_audio", "transcript": None}]
    assert delta["delta"] == completed["transcript"] == HEARD
    assert completed["usage"]["type"] == "duration"
    assert 2.5 < completed["usage"]["seconds"] < 4
    assert len({event["event_id"] for event in told}) == len(told)


def test_each_item_names_the_one_before_it(server, key):
    with live(server, key) as client:
        client.say(sentence(), sentence())
        first = client.until(f"{TRANSCRIPTION}.completed")
        second = client.until(f"{TRANSCRIPTION}.completed")
    [committed] = [event for event in second if event["type"] == "input_audio_buffer.committed"]
    assert committed["previous_item_id"] == first[-1]["item_id"]


def test_the_deltas_of_a_long_utterance_come_while_it_is_said_and_are_its_transcript(server, key):
    with live(server, key) as client:
        client.say(silence(0.5), *[spoken()] * 6)
        early = client.until(f"{TRANSCRIPTION}.delta")
        client.say(silence(1))
        told = early + client.until(f"{TRANSCRIPTION}.completed")
    assert "input_audio_buffer.committed" not in types(early)
    deltas = [event["delta"] for event in told if event["type"] == f"{TRANSCRIPTION}.delta"]
    assert len(deltas) >= 2
    assert "".join(deltas) == told[-1]["transcript"]


def test_every_second_is_heard_once(server, key, recogniser):
    with live(server, key) as client:
        client.say(silence(0.5), *[spoken()] * 10, silence(1))
        client.until(f"{TRANSCRIPTION}.completed")
    heard = sum(stretch.seconds for stretch in recogniser.heard)
    assert heard < 10 * len(spoken()) / RATE_HZ + 1


def test_by_hand_nothing_is_told_before_the_commit(server, key):
    with live(server, key) as client:
        client.update(turn_detection=None)
        client.say(*[spoken(), silence(1)] * 5)
        client.send("input_audio_buffer.commit")
        told = client.until(f"{TRANSCRIPTION}.completed")
    assert types(told)[:3] == TURN[2:5]
    assert "".join(event["delta"] for event in told if "delta" in event) == told[-1]["transcript"]
    assert told[-1]["usage"]["seconds"] == pytest.approx(5 * (1 + len(spoken()) / RATE_HZ), abs=0.05)


def test_what_is_cleared_is_not_heard(server, key, recogniser):
    with live(server, key) as client:
        client.update(turn_detection=None)
        client.say(spoken())
        client.send("input_audio_buffer.clear")
        assert client.next()["type"] == "input_audio_buffer.cleared"
        client.send("input_audio_buffer.commit", event_id="mine")
        refused = client.next()
    assert refused["error"]["code"] == "input_audio_buffer_commit_empty"
    assert refused["error"]["event_id"] == "mine"
    assert recogniser.heard == []


def test_silence_committed_by_hand_is_an_empty_transcript(server, key, recogniser):
    with live(server, key) as client:
        client.update(turn_detection=None)
        client.say(silence(1))
        client.send("input_audio_buffer.commit")
        told = client.until(f"{TRANSCRIPTION}.completed")
    assert told[-1]["transcript"] == ""
    assert recogniser.heard == []


def test_language_prompt_and_keywords_reach_the_recogniser(server, key, recogniser):
    with live(server, key) as client:
        answer = client.update(
            transcription={
                "model": "gpt-4o-transcribe",
                "language": "fr",
                "prompt": "Boats.",
                "keywords": ["quai"],
            }
        )
        client.say(sentence())
        client.until(f"{TRANSCRIPTION}.completed")
    assert answer["session"]["audio"]["input"]["transcription"]["language"] == "fr"
    [hearing] = recogniser.hearings
    assert (hearing.language, hearing.prompt, hearing.keywords) == ("fr", "Boats.", ("quai",))


def test_an_update_changes_what_it_names_alone(server, key):
    with live(server, key) as client:
        client.update(transcription={"model": "whisper-1", "language": "en"})
        client.update(turn_detection={"type": "server_vad", "threshold": 0.7})
        sound = client.update(turn_detection={"type": "server_vad", "silence_duration_ms": 900})["session"][
            "audio"
        ]
    assert sound["input"]["transcription"]["language"] == "en"
    assert sound["input"]["format"]["rate"] == RATE_HZ
    assert sound["input"]["turn_detection"]["threshold"] == 0.7
    assert sound["input"]["turn_detection"]["silence_duration_ms"] == 900


def test_the_telephones_sound_is_taken(server, key):
    with live(server, key, rate_hz=0) as client:
        answer = client.update(format={"type": "audio/pcmu"}, turn_detection=None)
        client.send("input_audio_buffer.append", audio=base64.b64encode(b"\xff" * 8_000).decode())
        client.send("input_audio_buffer.commit")
        completed = client.until(f"{TRANSCRIPTION}.completed")[-1]
    assert answer["session"]["audio"]["input"]["format"] == {"type": "audio/pcmu"}
    assert completed["usage"]["seconds"] == pytest.approx(1, abs=0.01)


def test_a_client_of_the_beta_is_answered_in_its_words(server, key):
    with live(server, key, rate_hz=0, headers={"OpenAI-Beta": "realtime=v1"}) as client:
        client.send(
            "transcription_session.update",
            session={
                "input_audio_format": "pcm16",
                "input_audio_transcription": {"model": "gpt-4o-transcribe", "prompt": "", "language": "en"},
                "turn_detection": None,
                "input_audio_noise_reduction": {"type": "near_field"},
                "include": ["item.input_audio_transcription.logprobs"],
            },
        )
        updated = client.next()
        client.say(sentence(), at_once=True)
        client.send("input_audio_buffer.commit")
        told = client.until(f"{TRANSCRIPTION}.completed")
    assert client.created["type"] == "transcription_session.created"
    assert updated["type"] == "transcription_session.updated"
    assert updated["session"]["input_audio_format"] == "pcm16"
    assert updated["session"]["turn_detection"] is None
    assert "conversation.item.created" in types(told)
    assert "conversation.item.added" not in types(told)
    assert told[-1]["logprobs"] == []


def test_an_item_that_cant_be_heard_has_failed_and_the_next_one_is_heard(server, key, recogniser):
    recogniser.fails = Unavailable("Too much at once.", code="busy")
    with live(server, key) as client:
        client.say(sentence())
        failed = client.until(f"{TRANSCRIPTION}.failed")[-1]
        recogniser.fails = None
        client.say(sentence())
        assert client.until(f"{TRANSCRIPTION}.completed")[-1]["transcript"] == HEARD
    assert failed["error"]["code"] == "busy"
    assert failed["error"]["message"] == "Too much at once."


def test_an_utterance_fails_once_however_many_pieces_it_has(server, key, recogniser):
    recogniser.fails = Unavailable("Too much at once.", code="busy")
    with live(server, key) as client:
        client.say(silence(0.5), *[spoken()] * 8)
        told = client.until(f"{TRANSCRIPTION}.failed")
        recogniser.fails = None
        client.say(*[spoken()] * 4, silence(1), sentence())
        told += client.until(f"{TRANSCRIPTION}.completed")
    failed, completed = (
        event for event in told if event["type"].rpartition(".")[2] in ("failed", "completed")
    )
    assert failed["item_id"] != completed["item_id"]
    assert {event["item_id"] for event in told if "delta" in event} == {completed["item_id"]}


def test_pieces_that_wait_are_not_heard_once_they_are_cleared(server, alice, key_of, monkeypatch, settings):
    gate = threading.Event()
    recogniser = FakeRecogniser(gate=gate)
    put_recognisers(monkeypatch, settings, recogniser)
    with live(server, key_of(alice, "transcribe")) as client:
        client.update(turn_detection=None)
        client.say(*[spoken(), silence(1)] * 8)
        client.send("input_audio_buffer.clear")
        client.until("input_audio_buffer.cleared")
        client.say(spoken("Yes."))
        client.send("input_audio_buffer.commit")
        client.until("input_audio_buffer.committed")
        gate.set()
        told = client.until(f"{TRANSCRIPTION}.completed")
    assert len(recogniser.heard) <= 2  # what was under way, and what was said last
    assert [event["delta"] for event in told if "delta" in event] == [told[-1]["transcript"]]


def test_a_recogniser_that_breaks_says_nothing_of_how(server, key, recogniser):
    recogniser.fails = RuntimeError("/home/secret/weights")
    with live(server, key) as client:
        client.say(sentence())
        failed = client.until(f"{TRANSCRIPTION}.failed")[-1]
    assert failed["error"]["type"] == "server_error"
    assert "secret" not in str(failed)


def test_a_site_that_is_full_fails_the_item(server, alice, key_of, monkeypatch, settings):
    pool = put_recognisers(monkeypatch, settings, FakeRecogniser(), generations=1, wait_seconds=0)
    with live(server, key_of(alice, "transcribe")) as client, pool.generation("fake"):
        client.say(sentence())
        failed = client.until(f"{TRANSCRIPTION}.failed")[-1]
    assert failed["error"]["type"] == "service_unavailable_error"


def test_two_connections_hear_each_their_own(server, key):
    with live(server, key) as one, live(server, key) as other:
        one.say(sentence())
        other.say(sentence(), sentence())
        first = one.until(f"{TRANSCRIPTION}.completed")
        second = other.until(f"{TRANSCRIPTION}.completed") + other.until(f"{TRANSCRIPTION}.completed")
    assert types(first) == TURN
    assert types(second).count(f"{TRANSCRIPTION}.completed") == 2
    assert not {event.get("item_id") for event in first} & {event.get("item_id") for event in second} - {None}


def test_the_model_may_be_named_in_the_address(server, key):
    with live(server, key, path="/v1/realtime?model=gpt-4o-transcribe", rate_hz=0) as client:
        transcription = client.created["session"]["audio"]["input"]["transcription"]
    assert transcription["model"] == "gpt-4o-transcribe"


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"format": {"type": "audio/opus"}}, "format.type"),
        ({"format": {"type": "audio/pcm", "rate": 1}}, "format.rate"),
        ({"format": {"type": "audio/pcmu", "rate": 24_000}}, "format.rate"),
        ({"format": "audio/pcm"}, "format"),
        ({"transcription": {"model": "nobody"}}, "transcription.model"),
        ({"transcription": {"language": "Klingon"}}, "transcription.language"),
        ({"transcription": {"prompt": "x" * 5_000}}, "transcription.prompt"),
        ({"transcription": {"prompt": "half a \ud83d"}}, "transcription.prompt"),
        ({"transcription": {"keywords": "boat"}}, "transcription.keywords"),
        ({"transcription": {"keywords": ["half a \ud83d"]}}, "transcription.keywords.0"),
        ({"turn_detection": {"type": "semantic_vad"}}, "turn_detection.type"),
        ({"turn_detection": {"type": "server_vad", "threshold": 2}}, "turn_detection.threshold"),
        ({"turn_detection": {"type": "server_vad", "create_response": 5}}, "turn_detection.create_response"),
        ({"turn_detection": {"threshold": 0.5}}, "turn_detection.type"),
        ({"noise_reduction": {"type": "loud"}}, "noise_reduction.type"),
        ({"colour": "red"}, "colour"),
    ],
)  # fmt: skip
def test_a_wrong_update_names_its_field_and_changes_nothing(server, key, wrong, param):
    with live(server, key) as client:
        refused = client.update(**wrong)
        after = client.update(noise_reduction={"type": "far_field"})
    assert refused["type"] == "error"
    assert refused["error"]["type"] == "invalid_request_error"
    assert refused["error"]["param"] == f"session.audio.input.{param}"
    sound = after["session"]["audio"]["input"]
    assert (sound["format"]["rate"], sound["transcription"]["model"]) == (RATE_HZ, "whisper-1")


@pytest.mark.parametrize(
    ("message", "param"),
    [
        ("", None),
        ("{", None),
        ("[]", None),
        ("[" * 100_000, None),
        ("null", None),
        (b"\x00\x01", None),
        ('{"type": 5}', "type"),
        ('{"type": "response.create"}', "type"),
        ('{"type": "input_audio_buffer.append"}', "audio"),
        ('{"type": "input_audio_buffer.append", "audio": 5}', "audio"),
        ('{"type": "input_audio_buffer.append", "audio": "not base64!"}', "audio"),
        ('{"type": "input_audio_buffer.append", "audio": "ä"}', "audio"),
        ('{"type": "input_audio_buffer.append", "audio": "AAAA"}', "audio"),  # three bytes
        ('{"type": "input_audio_buffer.commit"}', None),
        ('{"type": "session.update"}', "session"),
        ('{"type": "session.update", "session": []}', "session"),
        ('{"type": "session.update", "session": {"type": "realtime"}}', "session.type"),
        ('{"type": "session.update", "session": {"type": "transcription", "a": 1}}', "session.a"),
        ('{"type": "transcription_session.update", "session": {"modalities": [""]}}', "session.modalities.0"),
        ('{"type": "session.update", "event_id": 5}', "event_id"),
    ],
)  # fmt: skip
def test_garbage_is_an_error_and_the_connection_goes_on(server, key, message, param):
    with live(server, key) as client:
        client.connection.send(message)
        refused = client.next()
        client.say(sentence())
        assert client.until(f"{TRANSCRIPTION}.completed")[-1]["transcript"] == HEARD
    assert refused["type"] == "error"
    assert refused["error"]["type"] == "invalid_request_error"
    assert refused["error"]["param"] == param


def test_a_model_that_is_loading_holds_up_no_event(server, alice, key_of, monkeypatch, settings):
    gate = threading.Event()
    put_recognisers(monkeypatch, settings, FakeRecogniser(gate=gate))
    with live(server, key_of(alice, "transcribe")) as client:
        client.say(sentence(), sentence())
        assert types(client.until("input_audio_buffer.committed"))[0] == TURN[0]
        client.until("input_audio_buffer.committed")
        gate.set()
        client.until(f"{TRANSCRIPTION}.completed")


def test_who_forgets_the_websocket_is_told(api_of, recogniser, alice):
    answer = api_of(alice, ["transcribe"]).get(PATH)
    assert answer.status_code == 426
    assert answer.json()["error"]["code"] == "upgrade_required"


def test_other_addresses_have_no_websocket(server, key):
    from websockets.exceptions import InvalidStatus

    with pytest.raises(InvalidStatus) as caught, opened(server, key, path="/v1/models"):
        pass
    assert caught.value.response.status_code == 404


def test_what_was_said_is_in_the_history_once_the_connection_ends(server, key, alice, kept_later):
    with live(server, key) as client:
        client.say(sentence())
        client.until(f"{TRANSCRIPTION}.completed")
    kept_later.do_next()
    entry = Entry.objects.get(owner=alice)
    assert (entry.kind, entry.state, entry.source, entry.text) == ("stt", "done", "live", HEARD)
    assert (entry.title, entry.clip) == (HEARD, None)
    assert 2.5 < entry.duration_seconds < 4


def test_a_connection_on_which_nobody_spoke_leaves_nothing(server, key, kept_later):
    with live(server, key) as client:
        client.say(silence(1.0))
    kept_later.do_next()
    assert not Entry.objects.exists()
