"""What servers say when they refuse, made fit to be shown and sorted."""

import json
from email.utils import formatdate

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.providers.answers import codes_in, message_in, retry_after_seconds
from speech.providers.failures import FailureKind
from speech.providers.refusals import kind_of, unreached
from speech.providers.settings import ProviderSettings

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("0", 0.0),
        (formatdate(NOW + 90, usegmt=True), 90.0),
        (formatdate(NOW - 90, usegmt=True), 0.0),
        ("86400", 3600.0),
        ("inf", 3600.0),
        ("nan", None),
        ("-4", None),
        ("soon", None),
        ("", None),
    ],
)
def test_when_to_come_again_is_a_number_or_a_date(told, seconds):
    assert retry_after_seconds({"retry-after": told}, now=NOW) == seconds


@pytest.mark.parametrize(
    ("body", "message", "codes"),
    [
        ({"error": {"message": "No.", "type": "a", "code": "b"}}, "No.", ["b", "a"]),
        ({"error": "No."}, "No.", []),
        ({"detail": {"status": "a", "message": "No."}}, "No.", ["a"]),
        ({"detail": [{"loc": ["body"], "msg": "No.", "type": "a"}]}, "No.", ["a"]),
        ({"detail": "No."}, "No.", []),
        ({"message": "No.", "code": "a"}, "No.", ["a"]),
        ({"error": {"message": "No.", "status": "A", "details": [{"reason": "B"}]}}, "No.", ["B", "A"]),
        ([], "", []),
        ({"error": {"message": 5}}, "", []),
    ],
)  # fmt: skip
def test_each_services_errors_are_read(body, message, codes):
    told = json.dumps(body).encode()
    assert (message_in(told), codes_in(told)) == (message, codes)


_WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
_TOLD = st.fixed_dictionaries(
    {}, optional={name: _WILD for name in ("message", "msg", "code", "status", "type", "details")}
)


@given(
    st.fixed_dictionaries({}, optional={"error": _TOLD | _WILD, "detail": st.lists(_TOLD) | _WILD}) | _WILD
)
def test_whatever_it_says_is_a_line_and_words(body):
    told = json.dumps(body).encode()
    message = message_in(told, key="k")
    assert message.isprintable()
    assert len(message) <= 200
    assert all(isinstance(code, str) for code in codes_in(told))
    assert kind_of(418, codes_in(told)) in FailureKind


def test_a_body_that_is_no_json_says_nothing():
    assert message_in(b"\xff<html>") == ""
    assert codes_in(b"[" * 100_000) == []


def test_no_part_of_a_key_is_shown():
    key = "abcdef-0123456789"
    body = json.dumps({"error": {"message": f"Wrong: {key}, abcdef****6789; ab is fine."}}).encode()
    assert message_in(body, key=key) == "Wrong: …, … ab is fine."


def test_a_certificate_that_nobody_trusts_is_told_of():
    error = httpcore.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")
    failure = unreached(ProviderSettings("box", "openai"), error)
    assert failure.kind is FailureKind.NETWORK
    assert "certificate" in failure.reason
