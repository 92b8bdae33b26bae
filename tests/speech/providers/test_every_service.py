"""What holds for each service: sound comes back as it was sent, and whatever goes wrong has its kind."""

import gzip
import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from speech.engines.base import PassageRequest, SpeechEngine
from speech.engines.errors import EngineUnavailable, UnknownVoice, UnsupportedOption
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.opening import open_provider
from speech.providers.settings import Patience
from tests.speech.providers.servers.local import Answer, Asked, Handler
from tests.speech.providers.servers.wires import (
    AZURE,
    ELEVENLABS,
    KEY,
    OPENAI,
    QUICK,
    RATE_HZ,
    TONE_HZ,
    TONE_SECONDS,
    Wire,
    tone,
)

SHORT = 0.15


def said(engine: SpeechEngine, wire: Wire, **more: object) -> np.ndarray:
    return np.concatenate(list(engine.synthesize(asked_of(wire, **more))))


def asked_of(wire: Wire, **more: object) -> PassageRequest:
    return PassageRequest("Hello there.", wire.voice, **more)


def failure_of(engine: SpeechEngine, wire: Wire) -> ProviderFailed:
    with pytest.raises(ProviderFailed) as failed:
        said(engine, wire)
    return failed.value


def hertz_of(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum) * RATE_HZ / len(samples))


def test_it_is_a_speech_engine_that_says_where_the_text_goes(wire, engine_of):
    engine = engine_of(wire, "http://127.0.0.1:9", at_once=7)
    assert isinstance(engine, SpeechEngine)
    able = engine.capabilities
    assert able.is_remote
    assert able.turns_at_once == 7
    assert "The text is sent to another server." in able.notes
    assert engine.sample_rate_hz(wire.voice) == RATE_HZ
    assert {voice.engine for voice in engine.voices} == {"box"}


def test_a_tone_comes_back_as_it_was_sent(wire, served, engine_of):
    server = served(wire.speaking())
    engine = engine_of(wire, server.url)
    engine.validate(asked_of(wire))
    blocks = list(engine.synthesize(asked_of(wire)))
    assert all(block.dtype == np.float32 and block.ndim == 1 and len(block) for block in blocks)
    samples = np.concatenate(blocks)
    assert len(samples) == round(TONE_SECONDS * RATE_HZ)
    assert abs(hertz_of(samples) - TONE_HZ) <= 2
    np.testing.assert_allclose(samples, np.frombuffer(tone(), "<i2") / 32768, atol=1e-4)


def test_a_speed_beyond_the_service_is_stretched_and_keeps_its_pitch(wire, served, engine_of):
    server = served(wire.speaking(tone(1.0)))
    samples = said(engine_of(wire, server.url), wire, speed=4.0)
    native = engine_of(wire, server.url).capabilities.native_speeds[1]
    assert len(samples) == pytest.approx(RATE_HZ * native / 4.0, abs=2)
    assert abs(hertz_of(samples[len(samples) // 4 : -len(samples) // 4]) - TONE_HZ) <= 20


def test_two_of_its_passages_use_one_connection(wire, served, engine_of):
    callers: set[tuple[str, int]] = set()
    speak = wire.speaking()

    def answer(handler: Handler, asked: Asked) -> None:
        callers.add(handler.client_address)
        speak(handler, asked)

    engine = engine_of(wire, served(answer).url)
    said(engine, wire)
    said(engine, wire)
    assert len(callers) == 1


@pytest.mark.parametrize("voice", ["nobody", "../../../etc/passwd", ""])
def test_a_voice_that_is_not_there_is_refused_without_asking(voice, wire, served, engine_of):
    server = served(wire.speaking())
    with pytest.raises(UnknownVoice):
        engine_of(wire, server.url).validate(replace(asked_of(wire), voice=voice))
    assert server.asked == []


def test_a_name_of_the_operators_speaks_with_the_voice_it_stands_for(wire, served, engine_of):
    server = served(wire.speaking())
    engine = engine_of(wire, server.url, voices={"narrator": wire.voice}, default_voice="narrator")
    assert engine.voices[0].id == "narrator"
    request = replace(asked_of(wire), voice="narrator")
    engine.validate(request)
    assert list(engine.synthesize(request))
    assert wire.voice in server.asked[0].path + server.asked[0].body.decode()
    assert "narrator" not in server.asked[0].path + server.asked[0].body.decode()


def test_the_operators_bounds_hold(wire, engine_of):
    engine = engine_of(wire, "http://127.0.0.1:9", speeds=(0.8, 1.1), max_characters=200, languages=("fr",))
    assert engine.capabilities.max_characters_per_passage == 200
    assert engine.capabilities.languages == ("fr",)
    with pytest.raises(UnsupportedOption):
        engine.validate(asked_of(wire, speed=1.5))


OF_STATUS = [
    (400, FailureKind.BAD_REQUEST),
    (401, FailureKind.AUTH),
    (402, FailureKind.QUOTA),
    (403, FailureKind.AUTH),
    (404, FailureKind.SERVER),
    (405, FailureKind.SERVER),
    (408, FailureKind.TIMEOUT),
    (422, FailureKind.BAD_REQUEST),
    (429, FailureKind.RATE),
    (500, FailureKind.SERVER),
    (502, FailureKind.SERVER),
    (503, FailureKind.SERVER),
    (504, FailureKind.TIMEOUT),
]


def test_each_status_has_its_kind(wire, served, engine_of):
    server = served(wire.speaking())
    engine = engine_of(wire, server.url)
    for status, kind in OF_STATUS:
        server.answer = refusing(wire.refusal(message="Not so."), status=status)
        failure = failure_of(engine, wire)
        assert (status, failure.kind) == (status, kind)
        assert "Not so." in failure.reason
        assert failure.what_to_do


def refusing(body: bytes, *, status: int, **headers: str) -> Answer:
    return lambda handler, _: handler.whole(body, status=status, **headers)


def test_it_says_when_to_come_again(wire, served, engine_of):
    server = served(refusing(wire.refusal(), status=429, Retry_After="7"))
    assert failure_of(engine_of(wire, server.url), wire).retry_after_seconds == 7


def test_a_redirect_takes_neither_key_nor_text_elsewhere(wire, served, engine_of):
    elsewhere = served(wire.speaking())
    server = served(refusing(b"", status=307, Location=elsewhere.url + wire.path))
    failure = failure_of(engine_of(wire, server.url), wire)
    assert failure.kind is FailureKind.SERVER
    assert "moved" in failure.reason
    assert elsewhere.asked == []


WORDS = [b"", b"<html>Welcome</html>", b'{"error": {"message": "no"}}', b'{"audioContent": 5}', b'"sound"']


def test_words_instead_of_sound_are_the_servers_failure(wire, served, engine_of):
    server = served(wire.speaking())
    engine = engine_of(wire, server.url)
    for content_type in ("text/html; charset=utf-8", "application/json"):
        for body in WORDS:
            server.answer = giving(body, content_type)
            assert (body, failure_of(engine, wire).kind) == (body, FailureKind.SERVER)


def giving(body: bytes, content_type: str) -> Answer:
    return lambda handler, _: handler.whole(body, content_type=content_type)


def test_what_comes_compressed_is_not_unpacked(wire, served, engine_of):
    sound = gzip.compress(wire.framed(tone()))
    server = served(
        lambda handler, _: handler.whole(sound, content_type=wire.content_type, Content_Encoding="gzip, gzip")
    )
    failure = failure_of(engine_of(wire, server.url), wire)
    assert (failure.kind, server.asked[0].headers["accept-encoding"]) == (FailureKind.SERVER, "identity")
    assert "compressed" in failure.reason


def test_a_refusal_that_comes_compressed_still_counts(wire, served, engine_of):
    body = gzip.compress(wire.refusal())
    server = served(refusing(body, status=401, Content_Encoding="gzip"))
    assert failure_of(engine_of(wire, server.url), wire).kind is FailureKind.AUTH


def test_no_sound_is_a_failure(wire, served, engine_of):
    server = served(wire.speaking(b""))
    assert failure_of(engine_of(wire, server.url), wire).kind is FailureKind.SERVER


def test_sound_without_end_is_not_listened_to(wire, served, engine_of):
    minute = bytes(2 * 60 * RATE_HZ)

    def answer(handler: Handler, _: Asked) -> None:
        handler.begin(wire.content_type)
        while not server.quiet.is_set():
            handler.piece(minute)

    server = served(answer)
    assert failure_of(engine_of(wire, server.url), wire).kind is FailureKind.SERVER
    assert server.left.wait(30)


def test_a_connection_that_breaks_in_the_middle_is_a_failure_of_the_network(wire, served, engine_of):
    def answer(handler: Handler, _: Asked) -> None:
        handler.begin(wire.content_type)
        handler.piece(wire.framed(tone())[:1_000])
        handler.close_connection = True  # before its end was told

    failure = failure_of(engine_of(wire, served(answer).url), wire)
    assert failure.kind is FailureKind.NETWORK


def test_nobody_there_is_told_without_the_address(wire, engine_of):
    failure = failure_of(engine_of(wire, "http://127.0.0.1:9"), wire)
    assert failure.kind is FailureKind.NETWORK
    assert "127.0.0.1" not in str(failure)


def _before_headers(handler: Handler, wire: Wire, quiet: threading.Event) -> None:
    quiet.wait(30)


def _before_sound(handler: Handler, wire: Wire, quiet: threading.Event) -> None:
    handler.begin(wire.content_type)
    quiet.wait(30)


def _within_sound(handler: Handler, wire: Wire, quiet: threading.Event) -> None:
    handler.begin(wire.content_type)
    handler.piece(wire.framed(tone())[:100])
    quiet.wait(30)


def _byte_by_byte(handler: Handler, wire: Wire, quiet: threading.Event) -> None:
    handler.begin(wire.content_type)
    for byte in wire.framed(tone()):
        handler.piece(bytes([byte]))
        if quiet.wait(0.02):
            return


def _headers_byte_by_byte(handler: Handler, wire: Wire, quiet: threading.Event) -> None:
    for _ in range(2_000):
        handler.wfile.write(b"H")
        if quiet.wait(0.02):
            return


def _promises_without_end(handler: Handler, wire: Wire, quiet: threading.Event) -> None:
    while not quiet.is_set():
        handler.wfile.write(b"HTTP/1.1 102 Processing\r\n\r\n" * 1_000)


HANGS = [
    (_before_headers, replace(QUICK, first_audio_seconds=SHORT)),
    (_before_sound, replace(QUICK, first_audio_seconds=SHORT)),
    (_within_sound, replace(QUICK, silence_seconds=SHORT)),
    (_byte_by_byte, replace(QUICK, total_seconds=2 * SHORT)),
    (_headers_byte_by_byte, replace(QUICK, first_audio_seconds=SHORT)),
    (_promises_without_end, replace(QUICK, first_audio_seconds=SHORT)),
]


@pytest.mark.parametrize(("hang", "patience"), HANGS, ids=lambda part: getattr(part, "__name__", ""))
def test_whoever_hangs_is_not_waited_for(
    hang: Callable[..., None], patience: Patience, wire: Wire, served: Callable[..., object], engine_of
):
    server = served(lambda handler, _: hang(handler, wire, server.quiet))
    # The server would go on, and then end without a word, which would be a failure of the network.
    failure = failure_of(engine_of(wire, server.url, patience=patience), wire)
    assert failure.kind is FailureKind.TIMEOUT


def test_a_refusal_that_comes_byte_by_byte_is_not_waited_for(wire, served, engine_of):
    told_all = []

    def answer(handler: Handler, _: Asked) -> None:
        handler.begin("application/json", status=500)
        for _ in range(100):
            handler.piece(b" ")
            if server.quiet.wait(0.02):
                return
        told_all.append(True)

    server = served(answer)
    patience = replace(QUICK, first_audio_seconds=SHORT)
    assert failure_of(engine_of(wire, server.url, patience=patience), wire).kind is FailureKind.SERVER
    assert not told_all


def test_a_handshake_that_never_ends_is_not_waited_for(wire, engine_of):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        engine = engine_of(wire, url, patience=replace(QUICK, connect_seconds=SHORT))
        assert failure_of(engine, wire).kind is FailureKind.TIMEOUT


@pytest.mark.parametrize("wire", [OPENAI, ELEVENLABS, AZURE], indirect=True, ids=lambda wire: wire.kind)
def test_a_listener_who_leaves_closes_the_connection(wire, served, engine_of):
    def answer(handler: Handler, _: Asked) -> None:
        handler.begin(wire.content_type)
        while not server.quiet.is_set():
            handler.piece(tone(0.1))

    server = served(answer)
    blocks = engine_of(wire, server.url).synthesize(asked_of(wire))
    next(blocks)
    blocks.close()
    assert server.left.wait(30)


def test_no_key_is_in_any_error_or_log(wire, served, engine_of, caplog):
    caplog.set_level(logging.DEBUG)
    shown = f"Incorrect key: {KEY}, also {KEY[:8]}********cdef\n\x1b[31m" + "x" * 5_000
    server = served(refusing(wire.refusal("invalid_api_key", shown), status=401))
    engine = engine_of(wire, server.url)
    failure = failure_of(engine, wire)
    server.answer = wire.speaking()
    said(engine, wire)
    told = f"{failure} {failure!r} {failure.__cause__!r} {engine.settings!r} {caplog.text}"
    assert KEY[:8] not in told
    assert str(failure).isprintable()
    assert len(str(failure)) < 500
    assert "TEST_KEY" in failure.what_to_do


@pytest.mark.parametrize("key", [KEY + "\n", "two words", "käy"])
def test_a_key_that_no_header_can_hold_is_told_of_at_the_start(key, wire):
    with pytest.raises(EngineUnavailable, match="TEST_KEY") as refused:
        open_provider(wire.settings("http://127.0.0.1:9", key=key))
    assert key not in str(refused.value)


def test_an_option_that_it_does_not_have_is_named(wire):
    with pytest.raises(EngineUnavailable, match="colour"):
        open_provider(wire.settings("http://127.0.0.1:9", options={"colour": "red"}))


def test_its_list_of_voices_is_asked_for_with_the_key(wire, served, engine_of):
    server = served(wire.speaking())
    engine_of(wire, server.url).refresh_voices()
    [asked] = server.asked
    assert asked.path in wire.voices
    assert asked.headers[wire.key_header] == wire.key_value
