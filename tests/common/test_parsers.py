"""JSON from strangers: what can't be meant is refused with a sentence."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError

from common.errors import InvalidInput
from common.parsers import JSONParser

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def parse(data: bytes):
    return JSONParser().parse(io.BytesIO(data))


@given(ANY_JSON)
def test_what_is_json_comes_out_as_it_went_in(value):
    assert parse(json.dumps(value).encode()) == value
    assert parse(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) == value


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{", "not valid JSON"),
        (b"", "not valid JSON"),
        (b'"\xff"', "not valid UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"1" * 10_000, "number that can't be read"),
        (b"NaN", "number that can't be read"),
        (b"[-Infinity]", "number that can't be read"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_not_is_refused_with_its_reason(data, says):
    with pytest.raises(ParseError, match=says):
        parse(data)


@pytest.mark.parametrize("data", [b'{"a": 1, "a": 1}', b'[{"b": {"a": 1, "a": 2}}]'])
def test_a_name_that_is_there_twice_is_named(data):
    with pytest.raises(InvalidInput) as caught:
        parse(data)
    assert (caught.value.param, caught.value.code) == ("a", "repeated_parameter")


def test_the_same_name_in_two_objects_is_fine():
    assert parse(b'[{"a": 1}, {"a": 2}, {"b": {"a": 3}, "a": 4}]')
