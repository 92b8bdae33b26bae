"""`/api/history/stats`: what one person made, counted in that person's days."""

from datetime import UTC, datetime

import pytest

from history.models import Kind
from tests.clips.builders import make_byproduct
from tests.history.builders import make_entry
from tests.speech.providers.provider_settings import name_providers

STATS = "/api/history/stats"


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


def shares(found):
    return {
        share["name"]: (share["count"], share["duration_seconds"], share["characters"]) for share in found
    }


def test_it_counts_by_day_kind_engine_and_voice(api, alice, bob):
    alice.time_zone = "Europe/Helsinki"
    alice.save()
    ten = {"text": "ten chars.", "duration_seconds": 2.0}
    make_entry(alice, **ten, created_at=datetime(2026, 3, 9, 21, 59, tzinfo=UTC))
    make_entry(alice, **ten, voice="joe", engine="piper", created_at=datetime(2026, 3, 9, 22, 1, tzinfo=UTC))
    heard = {"kind": Kind.STT, "engine": "whisper-base", "voice": ""}
    make_entry(alice, **ten, **heard, created_at=datetime(2026, 3, 10, 12, 0, tzinfo=UTC))
    make_entry(alice, **ten, created_at=datetime(2026, 3, 12, 12, 0, tzinfo=UTC))
    make_entry(bob, **ten, created_at=datetime(2026, 3, 10, 12, 0, tzinfo=UTC))
    body = api.get(STATS, {"since": "2026-03-09", "until": "2026-03-10"}).json()
    assert (body["whole"]["count"], body["whole"]["duration_seconds"], body["whole"]["characters"]) == (
        3,
        6.0,
        30,
    )
    assert shares(body["by_day"]) == {"2026-03-09": (1, 2.0, 10), "2026-03-10": (2, 4.0, 20)}
    assert shares(body["by_kind"]) == {"tts": (2, 4.0, 20), "stt": (1, 2.0, 10)}
    assert set(shares(body["by_engine"])) == {"kokoro", "piper", "whisper-base"}
    assert set(shares(body["by_voice"])) == {"af_heart", "joe"}


def test_it_tells_the_room_that_is_used(api, alice):
    clip = make_byproduct(alice)
    alice.storage_quota_mib = 5
    alice.save()
    body = api.get(STATS).json()
    assert (body["storage_used_bytes"], body["storage_quota_bytes"]) == (clip.bytes, 5 * 1024 * 1024)


def test_nothing_is_counted_as_nothing(api):
    body = api.get(STATS).json()
    assert body["whole"] == {"name": "", "count": 0, "duration_seconds": 0.0, "characters": 0}
    assert body["by_day"] == []


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"since": "2026-03-02", "until": "2026-03-01T00:00Z"}, "since"),
        ({"since": "never"}, "since"),
        ({"days": "3"}, "days"),
    ],
)
def test_a_span_that_is_none_is_an_error(api, query, param):
    answer = api.get(STATS, query)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_the_ends_of_the_calendar_are_no_accident(api):
    assert api.get(STATS, {"until": "0001-01-01"}).status_code in (200, 400)
    assert api.get(STATS, {"since": "9999-12-31"}).status_code == 400
    assert api.get(STATS, {"since": "0001-01-01", "until": "9999-12-30"}).status_code == 200


def test_without_prices_there_are_no_costs(api, alice):
    make_entry(alice, text="ten chars.")
    body = api.get(STATS).json()
    assert (body["costs"], body["cost"]) == ([], 0)


def test_speech_costs_what_the_operator_says_and_hearing_nothing(api, alice, bob, settings, client_of):
    priced = {"kind": "openai", "price_per_million_characters": 15_000}
    name_providers(settings, cloud=priced, dear={**priced, "price_per_million_characters": 30_000})
    for _ in range(3):
        make_entry(alice, text="ten chars.", engine="cloud")
    make_entry(alice, text="ten chars.", engine="dear")
    make_entry(alice, text="ten chars.", engine="kokoro")
    make_entry(alice, text="ten chars.", engine="cloud", kind=Kind.STT, voice="")
    make_entry(bob, text="ten chars.", engine="cloud")
    body = api.get(STATS).json()
    assert body["costs"] == [
        {"engine": "cloud", "characters": 30, "cost": 0.45},
        {"engine": "dear", "characters": 10, "cost": 0.3},
    ]
    assert body["cost"] == 0.75
    assert "0.75" in client_of(alice).get("/history/statistics").content.decode()
