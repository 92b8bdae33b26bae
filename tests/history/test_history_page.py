"""The History page: everything a person made, found, marked and removed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clips.models import Clip
from history.actions import Action, add_action
from history.models import NOTE_MAX_CHARACTERS, Entry, Kind, Proof, State
from history.queries import entries_of
from history.takes import save_as_take
from history.views import ENTRIES_PER_PAGE
from jobs.models import Job
from tests.clips.builders import make_byproduct
from tests.history.builders import make_entry

PAGE = "/history/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def url(entry: Entry, what: str = "") -> str:
    return f"{PAGE}{entry.pk}/{what}"


def shown(client, query: str = "") -> str:
    page = client.get(f"{PAGE}{query}")
    assert page.status_code == 200
    return page.content.decode()


def test_it_begins_by_saying_what_to_do(alice, client_of):
    assert "Nothing made yet" in shown(client_of(alice))


def test_it_shows_what_was_made_and_nobody_elses(alice, bob, client_of):
    make_entry(alice, text="Mine and only mine.")
    make_entry(bob, text="Somebody else's.")
    page = shown(client_of(alice))
    assert "Mine and only mine." in page
    assert "Somebody else" not in page
    assert "1 entry" in " ".join(page.split())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=fox", {"fox"}),
        ("?type=stt", {"minutes"}),
        ("?favourite=true", {"star"}),
        ("?voice=bf_emma", {"star"}),
        ("?source=api", {"fox"}),
        ("?until=2020-01-01", set()),
        ("", {"fox", "minutes", "star"}),
    ],
)
def test_filters_leave_what_they_say(alice, client_of, query, found):
    make_entry(alice, text="fox", source="api")
    make_entry(alice, text="minutes", kind=Kind.STT, engine="whisper-base")
    make_entry(alice, text="star", is_favourite=True, voice="bf_emma")
    page = shown(client_of(alice), query).partition('id="entry-list"')[2]
    assert {word for word in ("fox", "minutes", "star") if f">{word}</a>" in page} == found
    if not found:
        assert "Nothing matches" in page


def test_a_long_list_goes_on_where_it_ended(alice, client_of):
    now = timezone.now()
    for number in range(ENTRIES_PER_PAGE + 2):
        make_entry(alice, text=f"number {number}.", created_at=now - timedelta(minutes=number))
    client = client_of(alice)
    first = shown(client)
    assert "number 39." in first
    assert "number 40." not in first
    more = first.partition('hx-get="/history/?cursor=')[2].partition('"')[0]
    rest = client.get(f"{PAGE}?cursor={more}", **HTMX).content.decode()
    assert "number 40." in rest
    assert "number 41." in rest
    assert "<html" not in rest


def test_the_list_asks_the_database_as_often_for_many_as_for_few(alice, client_of, django_assert_num_queries):
    client = client_of(alice)

    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            shown(client)
        return len(queries)

    make_entry(alice, clip=make_byproduct(alice))
    few = asked()
    for _ in range(20):
        make_entry(alice, clip=make_byproduct(alice))
    assert asked() == few


def test_a_favourite_is_set_and_taken_back(alice, client_of):
    entry, client = make_entry(alice), client_of(alice)
    for given in ("true", "true", "false"):
        answer = client.post(url(entry, "favourite"), {"is_favourite": given}, **HTMX)
        assert f'aria-pressed="{given}"' in answer.content.decode()
        entry.refresh_from_db()
        assert entry.is_favourite is (given == "true")


def test_a_note_is_written_and_found(alice, client_of):
    entry, client = make_entry(alice), client_of(alice)
    assert "<textarea" in client.get(url(entry, "note"), **HTMX).content.decode()
    assert (
        "for the trailer"
        in client.post(url(entry, "note"), {"note": "for the trailer"}, **HTMX).content.decode()
    )
    assert "for the trailer" in shown(client, "?q=trailer")


def test_a_note_that_is_too_long_is_kept_in_its_field(alice, client_of):
    entry = make_entry(alice)
    long = "x" * (NOTE_MAX_CHARACTERS + 1)
    answer = client_of(alice).post(url(entry, "note"), {"note": long}, **HTMX)
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    entry.refresh_from_db()
    assert entry.note == ""


def test_deleting_offers_to_undo_it(alice, client_of):
    entry, client = make_entry(alice, clip=make_byproduct(alice)), client_of(alice)
    answer = client.post(url(entry, "delete"), **HTMX)
    assert url(entry, "restore") in answer["HX-Trigger"]
    assert not entries_of(alice).exists()
    assert client.post(url(entry, "restore"), **HTMX).status_code == 204
    assert entries_of(alice).get() == entry


def test_many_are_deleted_and_brought_back_at_once(alice, bob, client_of):
    mine = [make_entry(alice) for _ in range(3)]
    other, kept = make_entry(bob), make_entry(alice)
    client = client_of(alice)
    answer = client.post(f"{PAGE}delete", {"id": [entry.pk for entry in (*mine, other)]}, **HTMX)
    assert "3 entries are deleted." in answer["HX-Trigger"]
    assert entries_of(alice).get() == kept
    assert entries_of(bob).get() == other
    undo = answer["HX-Trigger"].partition('"undo_url": "')[2].partition('"')[0]
    client.post(undo.replace("\\u0026", "&"), **HTMX)
    assert entries_of(alice).count() == 4


@pytest.mark.parametrize("ids", [[], ["nonsense"], ["\x00"]])
def test_a_wrong_selection_deletes_nothing(alice, client_of, ids):
    make_entry(alice)
    assert client_of(alice).post(f"{PAGE}delete", {"id": ids}, **HTMX).status_code == 400
    assert entries_of(alice).count() == 1


def test_without_scripts_it_works_with_whole_pages(alice, client_of):
    entry, client = make_entry(alice), client_of(alice)
    assert client.post(url(entry, "favourite"), {"is_favourite": "true"}).status_code == 302
    gone = client.post(f"{PAGE}delete", {"id": [entry.pk]})
    assert "Undo" in shown(client, gone["Location"].removeprefix(PAGE))
    undo = shown(client, gone["Location"].removeprefix(PAGE)).partition('action="/history/restore?at=')[2]
    client.post(f"{PAGE}restore?at={undo.partition(chr(34))[0]}")
    assert entries_of(alice).get().is_favourite


def test_an_entry_shows_how_it_was_made_and_its_takes(alice, client_of):
    first = make_entry(alice, voice="bf_emma", speed=1.5, settings={"seed": 7}, api_key_name="podcast")
    second = make_entry(alice, text="unrelated")
    take = Entry(owner=alice, kind=Kind.TTS, title="Again", text="Again", engine="kokoro", model="tts-1")
    take.state = State.DONE
    save_as_take(take, of=first)
    page = client_of(alice).get(url(first)).content.decode()
    for told in ("bf_emma", "1.5", "seed", "podcast", "Take 1", "Take 2", "Choose"):
        assert told in page
    assert str(second.pk) not in page


def test_a_take_is_chosen_on_the_page(alice, client_of):
    first = make_entry(alice)
    take = Entry(owner=alice, kind=Kind.TTS, title="Again", text="Again", engine="kokoro", model="tts-1")
    take.state = State.DONE
    save_as_take(take, of=first)
    assert client_of(alice).post(url(take, "current"), follow=True).status_code == 200
    assert Entry.objects.get(is_current=True) == take


def test_it_is_made_again_and_followed(alice, client_of, fake, monkeypatch):
    monkeypatch.setattr("speak.making.start", lambda work: work)
    entry = make_entry(alice, engine="fake", model="fake", voice="low")
    answer = client_of(alice).post(url(entry, "again"), **HTMX)
    take = Entry.objects.get(take_number=2)
    assert answer["HX-Retarget"] == "#entries"
    assert f'hx-get="{url(take, "row")}"' in answer.content.decode()
    Entry.objects.filter(pk=take.pk).update(state=State.DONE)
    assert (
        "hx-get"
        not in client_of(alice).get(url(take, "row"), **HTMX).content.decode().partition("entry__tick")[0]
    )


def test_its_audio_is_kept_in_the_library(alice, client_of):
    entry = make_entry(alice, clip=make_byproduct(alice))
    client_of(alice).post(url(entry, "keep"), **HTMX)
    assert Clip.objects.get().kept


def test_other_rooms_put_their_actions_into_the_menu(alice, client_of, monkeypatch):
    monkeypatch.setattr("history.actions._actions", [])
    add_action(Action("Add to a song", "plus", lambda entry: f"/songs/?entry={entry.pk}"))
    add_action(
        Action("Only transcripts", "plus", lambda entry: "/none/", lambda entry: entry.kind == Kind.STT)
    )
    entry = make_entry(alice)
    page = shown(client_of(alice))
    assert f"/songs/?entry={entry.pk}" in page
    assert "Only transcripts" not in page


def test_statistics_are_drawn_for_each_day(alice, client_of):
    make_entry(alice, created_at=timezone.now() - timedelta(days=2), duration_seconds=90)
    page = client_of(alice).get(f"{PAGE}statistics").content.decode()
    assert page.count("chart__bar") == 30
    assert "1:30" in page
    assert client_of(alice).get(f"{PAGE}statistics?since=nonsense").status_code == 400


def test_the_last_day_of_the_statistics_stays_the_one_that_was_asked_for(alice, client_of):
    page = client_of(alice).get(f"{PAGE}statistics?since=2026-03-01&until=2026-03-02").content.decode()
    assert page.count("chart__bar") == 2
    assert 'value="2026-03-02"' in page


def test_a_filter_that_is_none_is_an_error_of_the_address(alice, client_of):
    assert client_of(alice).get(f"{PAGE}?type=nonsense").status_code == 400


def test_what_was_spoken_is_not_markup(alice, client_of):
    make_entry(alice, text="<script>alert(1)</script>", note="<b>note</b>")
    page = shown(client_of(alice))
    assert "<script>alert(1)" not in page
    assert "<b>note" not in page


def test_what_was_ticked_is_exported_and_else_all_that_is_found(alice, bob, client_of):
    ticked, other = make_entry(alice), make_entry(alice, text="unticked")
    client = client_of(alice)
    assert client.post(f"{PAGE}export", {"id": [ticked.pk]}, **HTMX).status_code == 204
    assert "jobs-started" in client.post(f"{PAGE}export?q=unticked", **HTMX)["HX-Trigger"]
    titles = [job.title for job in Job.objects.for_user(alice).filter(kind="history.export")]
    assert titles == ["Export 1 entry of the history"] * 2
    assert client.post(f"{PAGE}export?q=nothing", **HTMX).status_code == 409
    assert client_of(bob).post(f"{PAGE}export", {"id": [other.pk]}, **HTMX).status_code == 404


def test_it_is_listened_to_and_says_what_was_heard(alice, client_of, recogniser):
    entry = make_entry(alice, clip=make_byproduct(alice))
    client = client_of(alice)
    row = client.post(url(entry, "listen"), **HTMX).content.decode()
    assert "being listened to" in row
    assert Job.objects.for_user(alice).get().kind == "speak.proof"
    difference = {
        "kind": "missing",
        "written": "brown fox",
        "heard": "",
        "start_seconds": 1.0,
        "is_doubtful": True,
    }
    Entry.objects.filter(pk=entry.pk).update(
        proof_state=Proof.DOUBTFUL, proof={"wer": 0.25, "differences": [difference]}
    )
    assert "needs a listen" in shown(client, "?proof=doubtful")
    page = client.get(url(entry)).content.decode()
    assert "brown fox" in page
    assert "missing" in page


def test_what_can_not_be_listened_to_says_why(alice, client_of, recogniser):
    answer = client_of(alice).post(url(make_entry(alice), "listen"), **HTMX)
    assert answer.status_code == 409
    assert "audio of this was not kept" in answer["HX-Trigger"]
