"""`/api/history`: found, changed and deleted by a program."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from clips.models import Clip
from history.models import Entry, Kind, Source, State
from history.queries import COUNTED_AT_MOST
from tests.clips.builders import make_byproduct
from tests.history.builders import make_entry

LIST = "/api/history"


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


def titles(api, **query):
    answer = api.get(LIST, query)
    assert answer.status_code == 200, answer.content
    return [item["title"] for item in answer.json()["items"]]


def refusal(api, **query):
    answer = api.get(LIST, query)
    assert answer.status_code == 400, answer.content
    return answer.json()["error"]


def test_the_newest_comes_first_with_all_that_a_list_shows(api, alice):
    make_entry(alice, "An older one")
    make_entry(alice, "word " * 100, title="Newest", audio_bytes=1_000, making_seconds=1.0, note="For Monday")
    body = api.get(LIST).json()
    assert (body["total"], body["total_is_exact"], body["limit"], body["offset"]) == (2, True, 50, 0)
    assert body["next"] is None
    first = body["items"][0]
    assert (first["title"], first["type"], first["state"]) == ("Newest", "tts", "done")
    assert len(first["text_preview"]) == 200
    assert (first["note"], first["real_time_factor"], first["audio_url"]) == ("For Monday", 0.5, None)


def test_other_peoples_entries_are_not_there(api, bob):
    hers = make_entry(bob, "The secret of Bob")
    assert titles(api) == []
    assert titles(api, q="secret") == []
    assert api.get(f"{LIST}/{hers.pk}").status_code == 404
    assert api.delete(LIST).json() == {"deleted": 0}
    hers.refresh_from_db()
    assert hers.deleted_at is None


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ({"type": "stt"}, "kind", Kind.STT),
        ({"state": "partial"}, "state", State.PARTIAL),
        ({"source": "live"}, "source", Source.LIVE),
        ({"engine": "piper"}, "engine", "piper"),
        ({"voice": "joe"}, "voice", "joe"),
        ({"language": "fi"}, "language", "fi"),
        ({"profile": "Narrator"}, "profile_name", "Narrator"),
        ({"favourite": "true"}, "is_favourite", True),
    ],
)
def test_each_filter_leaves_what_it_names(api, alice, query, field, value):
    make_entry(alice, "Another")
    make_entry(alice, "Wanted", **{field: value})
    assert titles(api, **query) == ["Wanted"]


def test_favourites_can_be_left_out(api, alice):
    make_entry(alice, "Plain")
    make_entry(alice, "Loved", is_favourite=True)
    assert titles(api, favourite="false") == ["Plain"]


def test_a_day_is_one_of_the_persons_own_zone_and_counts_to_its_end(api, alice):
    alice.time_zone = "Europe/Helsinki"
    alice.save()
    make_entry(alice, "Just before", created_at=datetime(2026, 3, 9, 21, 59, tzinfo=UTC))
    make_entry(alice, "At midnight there", created_at=datetime(2026, 3, 9, 22, 0, tzinfo=UTC))
    make_entry(alice, "Last minute", created_at=datetime(2026, 3, 10, 21, 59, tzinfo=UTC))
    make_entry(alice, "The day after", created_at=datetime(2026, 3, 10, 22, 0, tzinfo=UTC))
    assert titles(api, since="2026-03-10", until="2026-03-10") == ["Last minute", "At midnight there"]
    assert titles(api, since="2026-03-10T22:00:00Z", until="2026-03-11T00:00") == []
    assert titles(api, since="2026-03-11T00:00:00+02:00") == ["The day after"]


def test_it_is_sorted_as_asked(api, alice):
    for text, seconds in (("middle", 2.0), ("long", 3.0), ("short", 1.0), ("silent", None)):
        make_entry(alice, text, duration_seconds=seconds)
    assert titles(api, sort="oldest") == ["middle", "long", "short", "silent"]
    assert titles(api, sort="longest") == ["long", "middle", "short"]
    assert titles(api, sort="shortest") == ["short", "middle", "long"]


@pytest.mark.parametrize("sort", ["newest", "oldest", "longest", "shortest"])
def test_cursors_lead_through_all_of_it_once_whatever_is_equal(api, alice, sort):
    moment = timezone.now() - timedelta(days=1)
    for number in range(7):
        make_entry(alice, f"Entry {number}", created_at=moment, duration_seconds=1.0 + number // 3)
    whole = titles(api, sort=sort)
    found, cursor = [], ""
    while cursor is not None:
        body = api.get(LIST, {"sort": sort, "limit": 2, "cursor": cursor}).json()
        found += [item["title"] for item in body["items"]]
        cursor = body["next"]
    assert found == whole
    assert len(set(found)) == 7


def test_a_cursor_goes_on_where_it_was_while_others_come_and_go(api, alice):
    for number in range(4):
        make_entry(alice, f"Entry {number}")
    first = api.get(LIST, {"limit": 2}).json()
    make_entry(alice, "A new one")
    Entry.objects.get(title="Entry 3").delete()
    assert titles(api, cursor=first["next"]) == ["Entry 1", "Entry 0"]


def test_offsets_page_too(api, alice):
    for number in range(5):
        make_entry(alice, f"Entry {number}")
    body = api.get(LIST, {"limit": 2, "offset": 2}).json()
    assert [item["title"] for item in body["items"]] == ["Entry 2", "Entry 1"]
    assert (body["total"], body["offset"]) == (5, 2)
    assert titles(api, cursor=body["next"]) == ["Entry 0"]


def test_a_long_list_is_counted_to_a_bound(api, alice, monkeypatch):
    monkeypatch.setattr("history.queries.COUNTED_AT_MOST", 3)
    for number in range(5):
        make_entry(alice, f"Entry {number}")
    body = api.get(LIST).json()
    assert (body["total"], body["total_is_exact"]) == (3, False)
    assert COUNTED_AT_MOST == 1_000


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"type": "music"}, "type"),
        ({"state": "gone"}, "state"),
        ({"sort": "loudest"}, "sort"),
        ({"favourite": "yes"}, "favourite"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "1e3"}, "limit"),
        ({"offset": "10001"}, "offset"),
        ({"offset": "²"}, "offset"),
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-02-30"}, "since"),
        ({"until": "9999-12-31"}, "until"),
        ({"until": "9999-12-31T23:59:59-12:00"}, "until"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "W10"}, "cursor"),
        ({"cursor": "bnVsbA"}, "cursor"),
        ({"cursor": "x" * 5_000}, "cursor"),
        ({"q": "w" * 201}, "q"),
        ({"q": "\x00"}, "q"),
        ({"engine": "a\x00b"}, "engine"),
        ({"enginee": "kokoro"}, "enginee"),
        ({"engine": ["kokoro", "piper"]}, "engine"),
    ],
)
def test_what_makes_no_sense_is_an_error_that_names_its_field(api, query, param):
    assert refusal(api, **query)["param"] == param


def test_a_cursor_of_another_order_is_refused(api, alice):
    for number in range(3):
        make_entry(alice, f"Entry {number}")
    cursor = api.get(LIST, {"limit": 1, "sort": "longest"}).json()["next"]
    assert refusal(api, cursor=cursor)["code"] == "unknown_cursor"
    assert refusal(api, cursor=cursor, sort="longest", offset="1")["param"] == "offset"


def test_one_entry_has_its_whole_text_and_its_settings(api, alice):
    entry = make_entry(alice, "word " * 100, settings={"seed": 7})
    body = api.get(f"{LIST}/{entry.pk}").json()
    assert body["text"] == "word " * 100
    assert body["settings"] == {"seed": 7}
    assert "text_preview" not in body


def test_title_note_and_favourite_can_be_changed_and_nothing_else(api, alice):
    entry = make_entry(alice)
    body = api.patch(
        f"{LIST}/{entry.pk}", {"title": " New ", "is_favourite": True, "note": "Good"}, "json"
    ).json()
    assert (body["title"], body["is_favourite"], body["note"]) == ("New", True, "Good")
    entry.refresh_from_db()
    assert (entry.title, entry.is_favourite, entry.note) == ("New", True, "Good")
    for refused, param in (
        ({"text": "x"}, "text"),
        ({"title": " "}, "title"),
        ({"note": "n" * 2_001}, "note"),
    ):
        answer = api.patch(f"{LIST}/{entry.pk}", refused, "json")
        assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_half_a_character_in_a_note_is_refused(api, alice):
    entry = make_entry(alice)
    answer = api.patch(f"{LIST}/{entry.pk}", r'{"note": "\ud800"}', content_type="application/json")
    assert answer.status_code == 400


def test_what_is_deleted_is_gone_and_comes_back(api, alice):
    entry = make_entry(alice, "Fox")
    assert api.delete(f"{LIST}/{entry.pk}").status_code == 204
    assert api.get(f"{LIST}/{entry.pk}").status_code == 404
    assert (titles(api), titles(api, q="fox")) == ([], [])
    assert api.post(f"{LIST}/{entry.pk}/restore").status_code == 200
    assert titles(api, q="fox") == ["Fox"]
    assert api.post(f"{LIST}/{entry.pk}/restore").status_code == 404


def test_everything_is_deleted_or_what_the_filters_leave(api, alice, monkeypatch):
    monkeypatch.setattr("history.services.AT_ONCE", 2)
    for number in range(3):
        make_entry(alice, f"Speech {number}")
    for number in range(3):
        make_entry(alice, f"Heard {number}", kind=Kind.STT)
    answer = api.delete(f"{LIST}?type=stt&q=heard")
    assert answer.json() == {"deleted": 3}
    assert len(titles(api)) == 3
    assert api.delete(LIST).json() == {"deleted": 3}
    assert titles(api) == []


@pytest.mark.parametrize(
    "query", ["engine=", "q=%20", "typo=tts", "limit=5", "type=tts&type=stt", "until=soon"]
)
def test_a_filter_that_can_not_be_meant_deletes_nothing(api, alice, query):
    make_entry(alice)
    assert api.delete(f"{LIST}?{query}").status_code == 400
    assert len(titles(api)) == 1


def test_its_audio_is_served_in_parts(api, alice):
    entry = make_entry(alice, clip=make_byproduct(alice))
    url = api.get(f"{LIST}/{entry.pk}").json()["audio_url"]
    part = api.get(url, HTTP_RANGE="bytes=0-3")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"RIFF")


def test_audio_that_was_deleted_from_the_library_is_none(api, alice):
    clip = make_byproduct(alice)
    entry = make_entry(alice, clip=clip)
    Clip.objects.filter(pk=clip.pk).update(deleted_at=timezone.now())
    assert api.get(f"{LIST}/{entry.pk}").json()["audio_url"] is None
    assert api.get(f"{LIST}/{entry.pk}/audio").status_code == 404


def test_an_entry_without_audio_says_so(api, alice):
    entry = make_entry(alice)
    answer = api.get(f"{LIST}/{entry.pk}/audio")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_audio")


def test_a_list_takes_the_same_queries_however_long_it_is(api, alice, django_assert_num_queries):
    for number in range(12):
        make_entry(alice, f"Fox {number}", clip=make_byproduct(alice, f"Fox {number}"))
    cursor = api.get(LIST, {"limit": 1}).json()["next"]  # and the use of the key is noted
    with django_assert_num_queries(3):  # key, page, count
        assert len(titles(api, q="fox", type="tts")) == 12
    with django_assert_num_queries(2):
        assert len(titles(api, cursor=cursor)) == 11
