"""The Speak page, with scripts and without: what is asked for, refused, remembered and listed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from history.models import Entry, State
from speech.engines.errors import EngineUnavailable
from tests.conftest import make_user
from tests.speak.builders import make_take
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.lexicon_builders import make_lexicon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_voice")]
HTMX = {"HX-Request": "true"}
GOOD = {"text": "Good morning.", "voice": "fake/low", "speed": "1.25", "response_format": "wav"}


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


def test_home_is_the_speak_page(client):
    assert client.get("/", follow=True).redirect_chain == [("/speak/", 302)]


def test_an_empty_list_says_what_to_do_and_has_examples(client):
    page = client.get("/speak/").content.decode()
    assert "Nothing spoken yet" in page
    assert 'lang="hi"' in page


def test_without_scripts_the_form_makes_a_take_and_goes_back(client, alice):
    response = client.post("/speak/", GOOD)
    assert (response.status_code, response.url) == (302, "/speak/")
    take = Entry.objects.get()
    assert (take.owner, take.text, take.voice, take.engine) == (alice, "Good morning.", "low", "fake")
    assert (take.speed, take.response_format, take.language) == (1.25, "wav", "en-US")
    assert take.state == State.NEW


def test_with_scripts_the_answer_is_the_new_card_for_the_top_of_the_list(client):
    response = client.post("/speak/", GOOD, headers=HTMX)
    take = Entry.objects.get()
    assert response["HX-Retarget"] == "#takes"
    assert response["HX-Reswap"] == "afterbegin"
    assert str(take.pk) in response["HX-Trigger-After-Settle"]
    assert f'data-track="{take.pk}"' in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Write something to say."),
        ({"text": "   \n "}, "nothing"),
        ({"text": "😀😀"}, "nothing"),
        ({"text": "a" * 4097}, "4,096"),
        ({"speed": "9"}, "0.25 to 4"),
        ({"speed": "nan"}, "0.25 to 4"),
        ({"speed": "quick"}, "0.25 to 4"),
        ({"voice": "fake/nobody"}, "nobody"),
        ({"voice": "ghost/low"}, "ghost"),
        ({"voice": ""}, "Choose a voice."),
        ({"voice": "/"}, "does not exist"),
        ({"response_format": "ogg"}, "ogg"),
        ({"language": "tlh"}, "tlh"),
        ({"input_type": "html"}, "html"),
        ({"input_type": "ssml", "text": "<speak>open"}, "SSML"),
        ({"seed": "-1"}, "whole number"),
        ({"lexicon": "7b9f0f8e-0000-0000-0000-000000000000"}, "valid choice"),
        ({"blend": "low(2"}, "low(2"),
        ({"blend": "x" * 201}, "200"),
    ],
)
def test_what_is_wrong_is_said_in_the_form_and_nothing_is_made(client, fields, sentence):
    for headers in ({}, HTMX):
        response = client.post("/speak/", {**GOOD, **fields}, headers=headers)
        page = response.content.decode()
        assert response.status_code == 422
        assert sentence in page, page[page.find("field__error") :][:300]
        assert "speak-form" in page
    assert not Entry.objects.exists()


def test_a_refused_text_is_still_in_the_form(client):
    page = client.post("/speak/", {**GOOD, "text": "Keep <this> & that", "speed": "9"}).content.decode()
    assert "Keep &lt;this&gt; &amp; that" in page


def test_a_text_that_is_too_long_can_become_a_job(client):
    page = client.post("/speak/", {**GOOD, "text": "word " * 1000}, headers=HTMX).content.decode()
    assert 'hx-post="/speak/long"' in page
    assert "data-long hidden" not in " ".join(page.split())


def test_another_persons_lexicon_is_no_choice(client, alice, bob):
    hers, his = make_lexicon(alice, SQL="sequel"), make_lexicon(bob, SQL="squeal")
    assert str(his.pk) not in client.get("/speak/").content.decode()
    assert client.post("/speak/", {**GOOD, "lexicon": str(his.pk)}).status_code == 422
    assert client.post("/speak/", {**GOOD, "lexicon": str(hers.pk)}).status_code == 302
    assert Entry.objects.get().settings["lexicon_id"] == str(hers.pk)


def test_the_last_settings_are_remembered(client):
    client.post("/speak/", {**GOOD, "voice": "fake/high", "seed": "7"})
    page = client.get("/speak/").content.decode()
    assert 'value="1.25"' in page
    high = page[page.index('value="fake/high"') :]
    assert "selected" in high[: high.index("</option>")]
    assert 'value="7"' in page


def test_an_engine_that_is_not_here_says_what_to_do(client, monkeypatch, settings, tmp_path):
    gone = EngineUnavailable(
        "kokoro", reason="its model is not here", what_to_do="Run `manage.py packs pull`."
    )
    put_engines(monkeypatch, settings, tmp_path, FakeEngine(), missing={"kokoro": gone})
    response = client.post("/speak/", {**GOOD, "voice": "kokoro/af_heart"}, headers=HTMX)
    assert response.status_code == 422
    assert "packs pull" in response.content.decode()


@pytest.mark.parametrize("is_staff", [False, True])
def test_what_to_do_about_an_engine_is_told_to_those_who_can(
    alice, client, monkeypatch, settings, tmp_path, is_staff
):
    gone = EngineUnavailable("kokoro", reason="its model is not here", what_to_do="Pull the pack.")
    put_engines(monkeypatch, settings, tmp_path, FakeEngine(), missing={"kokoro": gone})
    User.objects.filter(pk=alice.pk).update(is_staff=is_staff)
    page = client.get("/speak/").content.decode()
    assert "Kokoro can’t speak here: its model is not here." in page
    assert ("Pull the pack." in page) == is_staff


def test_the_settings_of_a_take_can_be_used_again(client, alice, bob):
    take = make_take(alice, "Said before.", speed=0.5, settings={"input_type": "text", "seed": 12})
    page = client.get(f"/speak/?take={take.pk}").content.decode()
    assert "Said before." in page
    assert 'value="0.5"' in page
    assert 'value="12"' in page
    theirs = make_take(bob)
    assert client.get(f"/speak/?take={theirs.pk}").status_code == 404
    assert client.get("/speak/?take=nonsense").status_code == 404


def test_it_lists_ones_own_takes_the_newest_first(client, alice, bob):
    make_take(bob, "Not for Alice.")
    for number in range(3):
        make_take(alice, f"Take number {number}.")
    page = client.get("/speak/").content.decode()
    assert "Not for Alice." not in page
    assert page.index("Take number 2.") < page.index("Take number 1.") < page.index("Take number 0.")


def test_a_long_list_goes_on_where_it_ended_though_takes_were_added(client, alice):
    for number in range(25):
        make_take(alice, f"Take number {number:02}.", has_clip=False)
    page = client.get("/speak/").content.decode()
    more = page[page.index('hx-get="/speak/?before=') + 8 :]
    make_take(alice, "Another.", has_clip=False)
    rest = client.get(more[: more.index('"')].replace("&amp;", "&"), headers=HTMX).content.decode()
    shown = [n for n in range(25) if f"Take number {n:02}." in page]
    then = [n for n in range(25) if f"Take number {n:02}." in rest]
    assert (shown, then) == (list(range(5, 25)), list(range(5)))
    assert client.get("/speak/?before=nonsense").status_code == 200
    assert client.get("/speak/?before=2026-99-99").status_code == 200


def test_a_list_of_many_asks_no_more_than_a_list_of_one(client_of):
    def queries(count: int) -> int:
        person = make_user(f"person{count}")
        for _ in range(count):
            make_take(person)
        client = client_of(person)
        client.get("/speak/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/speak/").status_code == 200
        return len(captured)

    assert queries(12) == queries(1)
