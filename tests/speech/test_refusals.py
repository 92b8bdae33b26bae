"""Every error of the plain parts is told with the right status, field and sentence, and no other."""

import pytest

from common.errors import AppError, InvalidInput, NotFound, Unavailable
from speech.audio.formats import UnknownFormat
from speech.engines import errors as engines
from speech.refusals import REFUSALS, SpeechFailed, as_app_error, refusals_told
from speech.text import errors as texts

GONE = engines.EngineUnavailable("a", reason="b", what_to_do="C.")
CASES = [
    (engines.EngineBusy(7), Unavailable, 503, "engine_busy", None),
    (GONE, Unavailable, 503, "engine_unavailable", "model"),
    (engines.EngineFailed("a", reason="b"), SpeechFailed, 500, "engine_failed", None),
    (engines.UnknownEngine("a", ["b"]), NotFound, 404, "model_not_found", "model"),
    (engines.UnknownVoice("a", ["b"]), InvalidInput, 400, "unknown_voice", "voice"),
    (engines.InvalidBlend("a+", "b"), InvalidInput, 400, "invalid_blend", "voice"),
    (engines.UnsupportedLanguage("x", ["y"]), InvalidInput, 400, "unsupported_language", "language"),
    (engines.UnsupportedOption("speed", 9, "4"), InvalidInput, 400, "unsupported_option", "speed"),
    (engines.UnsupportedOption("text", "", "some"), InvalidInput, 400, "unsupported_option", "input"),
    (texts.NothingToSay(), InvalidInput, 400, "nothing_to_say", "input"),
    (texts.InvalidText(3, "\ud83d"), InvalidInput, 400, "invalid_text", "input"),
    (texts.InvalidLanguage("!"), InvalidInput, 400, "invalid_language", "language"),
    (UnknownFormat("midi", ["mp3"]), InvalidInput, 400, "unknown_format", "response_format"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "kind", "status", "code", "param"), CASES, ids=[f"{type(c[0]).__name__}-{c[4]}" for c in CASES]
)
def test_each_is_told_as_what_it_is(error, kind, status, code, param):
    told = as_app_error(error)
    assert type(told) is kind
    assert (told.status, told.code, told.param, told.message) == (status, code, param, str(error))


def test_a_busy_engine_says_when_to_come_back():
    assert as_app_error(engines.EngineBusy(7)).retry_after_seconds == 7


def every_error(kind: type) -> list[type]:
    return [kind, *(deeper for sub in kind.__subclasses__() for deeper in every_error(sub))]


def test_every_error_of_the_plain_parts_has_a_code_of_its_own_and_is_caught():
    for base in REFUSALS:
        for kind in every_error(base):
            assert isinstance(kind.code, str)
            assert issubclass(kind, REFUSALS)


def test_they_are_told_where_they_are_raised_and_keep_their_cause():
    cause = engines.UnknownVoice("a", ["b"])
    with pytest.raises(AppError) as caught, refusals_told():
        raise cause
    assert caught.value.__cause__ is cause


def test_what_is_a_mistake_of_ours_stays_one():
    with pytest.raises(KeyError), refusals_told():
        raise KeyError("x")
