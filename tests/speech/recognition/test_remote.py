"""Another server that hears: what is asked of it, what is made of its answers, and of none."""

import gzip
import io
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio.decode import AudioFile
from speech.engines.errors import EngineBusy, EngineFailed, EngineUnavailable
from speech.engines.settings import EngineSettings
from speech.recognition.base import RATE_HZ, Gap, Hearing, Recogniser, Stretch, Task
from speech.recognition.remote import LONGEST_WAIT_SECONDS, RemoteRecogniser, RemoteServer, open_remote
from speech.recognition.remote_answers import segments_in
from speech.timing import HeardWord
from tests.speech.providers.servers.local import listening
from tests.speech.recognition.fake_encoder import tone

STRETCH = Stretch(tone(400, 4), 100.0)
ENGLISH = Hearing(language="en")
HEARD = {
    "text": "Hello there. Who is it?",
    "language": "english",
    "segments": [
        {"id": 0, "start": 0.0, "end": 1.5, "text": " Hello there.", "tokens": [5, 6], "avg_logprob": -0.2},
        {"id": 1, "start": 2.0, "end": 3.5, "text": " Who is it?", "no_speech_prob": 0.1},
    ],
    "words": [
        {"word": "Hello", "start": 0.0, "end": 0.6},
        {"word": "there.", "start": 0.7, "end": 1.5},
        {"word": "Who", "start": 2.0, "end": 2.4},
        {"word": "is", "start": 2.4, "end": 2.9},
        {"word": "it?", "start": 2.9, "end": 3.5},
    ],
}


@dataclass
class Asked:
    path: str
    key: str | None
    fields: dict[str, list[str]]
    sound: bytes


@dataclass
class Server:
    """Gives its answers one after the other, the last one for ever."""

    url: str = ""
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def answers_with(self, *answers: Any, status: int = 200, **headers: str) -> None:
        for answer in answers:
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            told = {name.replace("_", "-"): value for name, value in headers.items()}
            self.answers.append((status, told, body))


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            server.asked.append(_asked(self.path, self.headers, body))
            status, headers, answer = server.answers[0]
            if len(server.answers) > 1:
                server.answers.pop(0)
            if status == 0:
                self.close_connection = True  # hangs up without a word
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def _asked(path: str, headers: Any, body: bytes) -> Asked:
    form = BytesParser().parsebytes(b"content-type: " + headers["content-type"].encode() + b"\r\n\r\n" + body)
    fields: dict[str, list[str]] = {}
    sound = b""
    for part in form.get_payload():
        name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if part.get_filename():
            sound = content
        else:
            fields.setdefault(name, []).append(content.decode())
    return Asked(path, headers["authorization"], fields, sound)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def remote_of(pauses: list[float]) -> Iterator[Callable[..., RemoteRecogniser]]:
    opened: list[RemoteRecogniser] = []

    def made(url: str, *, key: str = "secret", **settings: Any) -> RemoteRecogniser:
        access = RemoteServer(url, "whisper-large", key_env="BOX_KEY", **settings)
        opened.append(RemoteRecogniser("box", access, key=key, pause=pauses.append))
        opened[-1].load()
        return opened[-1]

    yield made
    for each in opened:
        each.unload()


@pytest.fixture
def remote(server: Server, remote_of: Callable[..., RemoteRecogniser]) -> RemoteRecogniser:
    return remote_of(server.url)


def test_it_is_a_recogniser(remote):
    assert isinstance(remote, Recogniser)


def test_what_was_heard_is_given_in_seconds_of_the_whole(server, remote):
    server.answers_with(HEARD)
    [[first, second]] = remote.hear([STRETCH], replace(ENGLISH, has_word_times=True))
    assert (first.text, first.start_seconds, first.end_seconds) == ("Hello there.", 100.0, 101.5)
    assert (second.id, second.text, second.start_seconds) == (1, "Who is it?", 102.0)
    assert (first.tokens, first.avg_logprob, second.no_speech_prob) == ((5, 6), -0.2, 0.1)
    assert first.words == (HeardWord("Hello", 100.0, 100.6), HeardWord("there.", 100.7, 101.5))
    assert [word.text for word in second.words] == ["Who", "is", "it?"]
    assert first.seek == 10_000


def test_each_stretch_is_sent_as_flac_with_all_that_was_asked(server, remote):
    server.answers_with(HEARD)
    hearing = Hearing(language="fr", prompt="Names: Ada", temperature=0.5, has_word_times=True)
    assert len(remote.hear([STRETCH, STRETCH], hearing)) == 2
    first, second = server.asked
    assert first.path == "/v1/audio/transcriptions"
    assert first.key == "Bearer secret"
    assert first.fields == {
        "model": ["whisper-large"],
        "response_format": ["verbose_json"],
        "prompt": ["Names: Ada"],
        "temperature": ["0.5"],
        "language": ["fr"],
        "timestamp_granularities[]": ["segment", "word"],
    }
    with AudioFile(io.BytesIO(second.sound)) as file:
        sent = np.concatenate([block.samples[:, 0] for block in file.blocks()])
        assert file.codec == "flac"
    np.testing.assert_allclose(sent, STRETCH.samples, atol=1e-4)


def test_translations_go_to_their_own_door(server, remote):
    server.answers_with(HEARD)
    remote.hear([STRETCH], Hearing(language="fr", task=Task.TRANSLATE, has_word_times=True))
    [asked] = server.asked
    assert asked.path == "/v1/audio/translations"
    assert set(asked.fields) == {"model", "response_format"}


def test_without_a_key_none_is_sent(server, remote_of):
    server.answers_with(HEARD)
    remote_of(server.url + "/", key="").hear([STRETCH], ENGLISH)
    assert server.asked[0].key is None
    assert server.asked[0].path == "/v1/audio/transcriptions"


def test_the_language_is_what_that_server_finds(server, remote):
    server.answers_with(HEARD, {"text": "", "language": "fr"}, {"text": "?"}, {"language": ["en"]})
    assert [remote.find_language(STRETCH) for _ in range(4)] == ["en", "fr", "", ""]
    assert "language" not in server.asked[0].fields


def test_a_short_trouble_is_waited_out(server, remote, pauses):
    server.answers_with({}, status=0)
    server.answers_with({}, status=503, retry_after="2")
    server.answers_with(HEARD)
    [[first, _]] = remote.hear([STRETCH], ENGLISH)
    assert first.text == "Hello there."
    assert pauses == [0.5, 2.0]


def test_a_server_that_stays_busy_says_when_to_come_back(server, remote, pauses):
    server.answers_with({}, status=429, retry_after="3")
    with pytest.raises(EngineBusy) as refused:
        remote.hear([STRETCH], ENGLISH)
    assert refused.value.retry_after_seconds == 3
    assert len(server.asked) == 3
    assert pauses == [3.0, 3.0]


def test_a_long_wait_is_not_waited_here(server, remote, pauses):
    server.answers_with({}, status=503, retry_after="120")
    with pytest.raises(EngineBusy) as refused:
        remote.hear([STRETCH], ENGLISH)
    assert refused.value.retry_after_seconds == 120
    assert pauses == []


@pytest.mark.parametrize("told", ["nan", "soon", "-4", "inf", ""])
def test_a_wait_that_is_no_number_is_the_usual_one(told, server, remote, pauses):
    server.answers_with({}, status=503, retry_after=told)
    with pytest.raises(EngineBusy) as refused:
        remote.hear([STRETCH], ENGLISH)
    assert 1 <= refused.value.retry_after_seconds <= 3600
    assert all(0 < pause <= LONGEST_WAIT_SECONDS for pause in pauses)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "refuses the key. Put a key that it takes into BOX_KEY"),
        (403, "BOX_KEY"),
        (404, "url and model"),
    ],
)
def test_what_its_operator_can_mend_is_said_at_once(status, says, server, remote):
    server.answers_with({"error": {"message": "no"}}, status=status)
    with pytest.raises(EngineUnavailable, match=says):
        remote.hear([STRETCH], ENGLISH)
    assert len(server.asked) == 1


def test_a_redirect_takes_neither_key_nor_sound_elsewhere(server, remote):
    server.answers_with(b"", status=307, location="http://127.0.0.1:1/v1/audio/transcriptions")
    with pytest.raises(EngineUnavailable, match="moved"):
        remote.hear([STRETCH], ENGLISH)


def test_its_refusal_is_passed_on_without_signs_that_do_harm(server, remote):
    server.answers_with({"error": {"message": "No such\n\x1b[31m format" + "x" * 5_000}}, status=400)
    with pytest.raises(EngineFailed, match=r"said 400 \(No such") as refused:
        remote.hear([STRETCH], ENGLISH)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 400
    assert len(server.asked) == 1


def test_a_server_that_breaks_is_asked_again_and_then_told_of(server, remote):
    server.answers_with(b"<h1>Bad gateway</h1>", status=502)
    with pytest.raises(EngineFailed, match="said 502"):
        remote.hear([STRETCH], ENGLISH)
    assert len(server.asked) == 3


def test_nobody_there_is_told_without_the_address(remote_of, pauses):
    with pytest.raises(EngineUnavailable, match="does not answer") as refused:
        remote_of("http://127.0.0.1:9/v1").hear([STRETCH], ENGLISH)
    assert "127.0.0.1" not in str(refused.value)
    assert pauses == [0.5, 1.0]


def test_no_patience_without_end(server, remote_of):
    quiet = threading.Event()

    class Silent(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            quiet.wait(30)

    http = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    impatient = remote_of(f"http://127.0.0.1:{http.server_address[1]}", timeout_seconds=0.05, tries=2)
    with pytest.raises(EngineUnavailable, match="too long"):
        impatient.hear([STRETCH], ENGLISH)
    quiet.set()
    http.shutdown()
    http.server_close()


def test_a_byte_now_and_then_is_no_answer(remote_of):
    def trickle(handler, _):
        handler.begin("application/json")
        while not told.quiet.wait(0.02):
            handler.piece(b" ")

    with listening(trickle) as told:
        impatient = remote_of(told.url, timeout_seconds=0.2, tries=1)
        with pytest.raises(EngineUnavailable, match="too long"):
            impatient.hear([STRETCH], ENGLISH)


def test_what_comes_compressed_is_not_unpacked(server, remote):
    server.answers_with(gzip.compress(json.dumps(HEARD).encode()), content_encoding="gzip")
    with pytest.raises(EngineFailed, match="compressed"):
        remote.hear([STRETCH], ENGLISH)


@pytest.mark.parametrize("key", ["secret\n", "two words", "käy"])
def test_a_key_that_no_header_can_hold_is_told_of_at_the_start(key, monkeypatch):
    monkeypatch.setenv("BOX_KEY", key)
    with pytest.raises(EngineUnavailable, match="BOX_KEY") as refused:
        open_remote("box", RemoteServer("http://127.0.0.1:9", "m", key_env="BOX_KEY"), EngineSettings())
    assert key not in str(refused.value)


def test_what_no_database_holds_is_left_out_of_a_text():
    told = {"text": "A\ud83d\x00\x1bB \u200d\n C"}
    assert [segment.text for segment in segments_in(told, STRETCH)] == ["AB \u200d C"]
    assert [segment.text for segment in segments_in({"segments": [told]}, STRETCH)] == ["AB \u200d C"]


@pytest.mark.parametrize("answer", [b"", b"not json", b"[1]", b'"text"', b"\xff\xfe", b"[" * 100_000])
def test_an_answer_that_is_none_is_its_failure(answer, server, remote):
    server.answers_with(answer)
    with pytest.raises(EngineFailed, match="not JSON"):
        remote.hear([STRETCH], ENGLISH)


def test_an_answer_without_end_is_not_read(server, remote, monkeypatch):
    monkeypatch.setattr("speech.recognition.remote.MOST_ANSWER_BYTES", 1_000)
    server.answers_with({"text": "x" * 2_000})
    with pytest.raises(EngineFailed, match="too long"):
        remote.hear([STRETCH], ENGLISH)


def test_a_server_that_gives_text_alone_is_heard_too():
    [segment] = segments_in({"text": " All of it. "}, STRETCH)
    assert (segment.text, segment.start_seconds, segment.end_seconds) == ("All of it.", 100.0, 104.0)
    assert segments_in({"text": "  ", "segments": []}, STRETCH) == []


@pytest.mark.parametrize("start", [10**400, float("nan"), float("-inf"), True, "1", None])
def test_a_time_that_is_none_is_the_beginning(start):
    [segment] = segments_in({"segments": [{"start": start, "end": 1, "text": "Hello"}]}, STRETCH)
    assert (segment.start_seconds, segment.end_seconds) == (100.0, 101.0)


def test_a_time_beyond_the_sound_is_its_end():
    told = {"start": 3, "end": 50, "text": "Hello", "word": "Hello"}
    [segment] = segments_in({"segments": [told], "words": [told]}, STRETCH)
    assert (segment.start_seconds, segment.end_seconds) == (103.0, 104.0)
    assert segment.words == (HeardWord("Hello", 103.0, 104.0),)


def test_times_behind_silence_that_was_left_out_lie_behind_it():
    stretch = replace(STRETCH, gaps=(Gap(1.8, 60.0),))
    first, second = segments_in(HEARD, stretch)
    assert first.end_seconds == 101.5
    assert second.start_seconds == 162.0


_WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
_TIMES = st.floats(-2, 8) | st.floats()
_PIECE = st.fixed_dictionaries(
    {"start": _TIMES | _WILD, "end": _TIMES | _WILD, "text": st.just("words") | _WILD},
    optional={"word": st.just("word") | _WILD, "tokens": _WILD, "avg_logprob": _WILD},
)


@given(
    st.fixed_dictionaries(
        {}, optional={"segments": st.lists(_PIECE | _WILD) | _WILD, "words": st.lists(_PIECE), "text": _WILD}
    )
)
def test_whatever_it_says_segments_lie_in_the_stretch_in_order(answer):
    segments = segments_in(answer, STRETCH)
    assert [segment.id for segment in segments] == list(range(len(segments)))
    starts = [segment.start_seconds for segment in segments]
    assert starts == sorted(starts)
    for segment in segments:
        assert 100.0 <= segment.start_seconds <= segment.end_seconds <= 100.0 + len(STRETCH.samples) / RATE_HZ
        assert segment.text
        assert all(isinstance(token, int) for token in segment.tokens)
