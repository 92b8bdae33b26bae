from datetime import UTC, datetime

import pytest

from common.moments import moment_of


def test_a_moment_is_told_in_utc():
    assert moment_of("2026-03-01T12:00:00+02:00") == datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "x", "2026-13-45T99:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_what_is_no_moment_here_is_none(text):
    assert moment_of(text) is None
