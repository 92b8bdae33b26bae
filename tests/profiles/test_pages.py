"""The pages of voices: the list, the catalogue, the editor; with scripts and without."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from profiles import editing
from profiles.models import Avatar, Profile
from profiles.services import discard
from tests.conftest import make_user
from tests.profiles.builders import make_profile
from tests.speech.lexicon_builders import make_lexicon

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
GOOD = {"name": "Narrator", "voice": "fake/low", "speed": "1.25", "response_format": "wav"}
BLEND = {"name": "Both", "voice": "blender/anna", "blend": "anna(0.75)+bert(0.25)"}


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


def picture(size: tuple[int, int] = (40, 30)) -> io.BytesIO:
    data = io.BytesIO()
    Image.new("RGB", size, (10, 120, 90)).save(data, "PNG")
    data.seek(0)
    data.name = "face.png"
    return data


def text_of(response) -> str:
    return response.content.decode()


def test_an_empty_list_says_what_to_do_first_and_has_the_button(client):
    page = text_of(client.get("/voices/"))
    assert "No voice of your own yet" in page
    assert 'href="/voices/new/"' in page
    assert "High" in page


def test_it_lists_ones_own_alone_by_the_names_people_know(client, alice, bob):
    make_profile(alice, "Both", backend="blender", voice="anna", blend="anna(0.75)+bert(0.25)", speed=0.75)
    make_profile(bob, "Not for Alice")
    page = text_of(client.get("/voices/"))
    assert "Not for Alice" not in page
    assert "Anna 75\N{NO-BREAK SPACE}%, Bert 25\N{NO-BREAK SPACE}%" in page
    assert "0.75×" in page


def test_a_card_tells_the_effects_in_words_and_the_default(client, alice):
    make_profile(alice, effects=[{"type": "reverb"}], is_default=True)
    page = text_of(client.get("/voices/"))
    assert "Reverb" in page
    assert "Default</span>" in page
    assert "Make default" not in page


def test_a_list_of_many_asks_no_more_than_a_list_of_one(client_of):
    def queries(count: int) -> int:
        person = make_user(f"person{count}")
        for number in range(count):
            make_profile(person, f"Voice {number}")
        client = client_of(person)
        client.get("/voices/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/voices/").status_code == 200
        return len(captured)

    assert queries(12) == queries(1)


def test_a_long_list_goes_on(client, alice):
    for number in range(32):
        make_profile(alice, f"Voice {number:02}")
    page = text_of(client.get("/voices/"))
    assert ("Voice 29" in page, "Voice 30" in page) == (True, False)
    rest = text_of(client.get("/voices/?page=2", headers=HTMX))
    assert ("Voice 29" in rest, "Voice 31" in rest) == (False, True)


def test_the_catalogue_is_searched_and_filtered(client):
    def found(query: str) -> set[str]:
        page = text_of(client.get(f"/voices/catalogue?{query}", headers=HTMX))
        return {name for name in ("Low", "High", "Anna", "Bert") if f">{name}<" in page}

    assert found("") == {"Low", "High", "Anna", "Bert"}
    assert found("q=HIGH") == {"High"}
    assert found("q=female") == {"High", "Anna"}
    assert found("q=male") == {"Low", "Bert"}
    assert found("engine=blender&gender=male") == {"Bert"}
    assert found("language=en-GB") == {"Bert"}
    assert found("engine=gone&q=anna") == {"Anna"}
    assert "No voice is like that" in text_of(client.get("/voices/catalogue?q=nobody", headers=HTMX))


def test_without_scripts_the_catalogue_is_a_part_of_the_page(client):
    response = client.get("/voices/catalogue?q=anna")
    assert response.url == "/voices/?q=anna#catalogue"
    page = text_of(client.get("/voices/?q=anna"))
    assert ">Anna<" in page
    assert ">Bert<" not in page


def test_a_new_profile_is_made_and_its_editor_shown(client, alice):
    response = client.post("/voices/new/", {**GOOD, "note": "For tales", "is_default": "on", "seed": "7"})
    profile = Profile.objects.get()
    assert response.url == f"/voices/{profile.pk}/"
    assert (profile.owner, profile.name, profile.note) == (alice, "Narrator", "For tales")
    assert (profile.backend, profile.voice, profile.speed) == ("fake", "low", 1.25)
    assert (profile.format, profile.seed, profile.is_default) == ("wav", 7, True)
    page = text_of(client.get(response.url))
    assert 'value="Narrator"' in page
    assert 'value="1.25"' in page


def test_a_blend_a_lexicon_and_effects_are_kept(client, alice):
    lexicon = make_lexicon(alice, SQL="sequel")
    fields = {**BLEND, "lexicon": str(lexicon.pk), "effects": '[{"type": "reverb", "mix": 0.4}]'}
    client.post("/voices/new/", fields)
    profile = Profile.objects.get()
    assert (profile.blend, profile.lexicon) == ("anna(0.75)+bert(0.25)", lexicon)
    assert [(each["type"], each["mix"]) for each in profile.effects] == [("reverb", 0.4)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Give the voice a name."),
        ({"name": "x" * 81}, "80 characters"),
        ({"voice": ""}, "Choose a voice."),
        ({"voice": "fake/nobody"}, "nobody"),
        ({"voice": "ghost/low"}, "ghost"),
        ({"voice": "/"}, "engine"),
        ({"speed": "9"}, "0.25 to 4"),
        ({"speed": "nan"}, "0.25 to 4"),
        ({"seed": "-1"}, "whole number"),
        ({"language": "tlh"}, "tlh"),
        ({"language": "fr-FR", "voice": "blender/anna"}, "fr-FR"),
        ({"response_format": "ogg"}, "ogg"),
        ({"lexicon": "7b9f0f8e-0000-0000-0000-000000000000"}, "valid choice"),
        ({"blend": "low+high"}, "blend"),
        ({**BLEND, "blend": "anna(2"}, "anna(2"),
        ({**BLEND, "blend": "anna+nobody"}, "nobody"),
        ({"effects": "loud"}, "JSON"),
        ({"effects": '[{"type": "reverb", "mix": 7}]'}, "mix"),
        ({"note": "x" * 1001}, "1000"),
    ],
)
def test_what_is_wrong_is_said_in_place_and_nothing_is_made(client, fields, sentence):
    response = client.post("/voices/new/", {**GOOD, **fields})
    page = text_of(response).replace("&#x27;", "'").replace("&quot;", '"')
    assert response.status_code == 422
    assert sentence in page[page.index('id="page"') :]
    assert "field__error" in page or "notice--bad" in page
    assert not Profile.objects.exists()


def test_a_name_that_is_taken_is_told_at_the_name(client, alice):
    make_profile(alice, "Narrator")
    response = client.post("/voices/new/", {**GOOD, "name": "NARRATOR"})
    assert response.status_code == 422
    assert "already" in text_of(response)
    assert 'aria-invalid="true"' in text_of(response)


def test_another_persons_lexicon_is_no_choice(client, bob):
    his = make_lexicon(bob, SQL="squeal")
    assert client.post("/voices/new/", {**GOOD, "lexicon": str(his.pk)}).status_code == 422


def test_a_profile_is_changed_and_keeps_what_the_form_does_not_have(client, alice):
    profile = make_profile(alice, match={"kept": 1})
    response = client.post(f"/voices/{profile.pk}/", {**GOOD, "name": "Teller", "voice": "fake/high"})
    assert response.url == f"/voices/{profile.pk}/"
    profile.refresh_from_db()
    assert (profile.name, profile.voice, profile.match) == ("Teller", "high", {"kept": 1})


def test_a_voice_whose_engine_is_not_here_stays_when_something_else_changes(client, alice):
    profile = make_profile(alice, backend="absent", voice="ghost")
    page = text_of(client.get(f"/voices/{profile.pk}/"))
    assert 'value="absent/ghost"' in page
    assert "not on this machine" in page
    client.post(f"/voices/{profile.pk}/", {**GOOD, "name": "Later", "voice": "absent/ghost"})
    profile.refresh_from_db()
    assert (profile.name, profile.backend, profile.voice) == ("Later", "absent", "ghost")


def test_a_picture_is_kept_shown_and_removed(client, alice):
    client.post("/voices/new/", {**GOOD, "avatar": picture()})
    profile = Profile.objects.get()
    assert Avatar.objects.filter(profile=profile).exists()
    assert f"/api/profiles/{profile.pk}/avatar" in text_of(client.get("/voices/"))
    for _ in range(2):
        assert client.post(f"/voices/{profile.pk}/", {**GOOD, "remove_avatar": "on"}).status_code == 302
    assert not Avatar.objects.exists()


def test_what_is_no_picture_is_told_at_the_picture_and_nothing_is_made(client):
    bad = io.BytesIO(b"<svg onload=alert(1)>")
    bad.name = "face.png"
    response = client.post("/voices/new/", {**GOOD, "avatar": bad})
    assert response.status_code == 422
    assert "id_avatar_error" in text_of(response)
    assert not Profile.objects.exists()


def test_the_editor_begins_with_a_voice_of_the_catalogue(client):
    page = text_of(client.get("/voices/new/?voice=blender/bert"))
    option = page[page.index('value="blender/bert"') :]
    assert "selected" in option[: option.index(">")]
    assert client.get("/voices/new/?voice=nonsense").status_code == 200


def test_where_effects_are_off_a_profile_keeps_those_it_has(client, alice, settings):
    profile = make_profile(alice, effects=[{"type": "reverb"}])
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})
    assert client.post(f"/voices/{profile.pk}/", GOOD).status_code == 302
    profile.refresh_from_db()
    assert [each["type"] for each in profile.effects] == ["reverb"]


def test_a_card_is_made_the_default_copied_deleted_and_brought_back(client, alice):
    profile = make_profile(alice)
    for act in ("default", "duplicate"):
        response = client.post(f"/voices/{profile.pk}/{act}", headers=HTMX)
        assert response.status_code == 204
        assert "profiles-changed" in response["HX-Trigger"]
    assert Profile.objects.get(is_default=True) == profile
    assert Profile.objects.filter(name="Narrator copy").exists()
    response = client.post(f"/voices/{profile.pk}/delete", headers=HTMX)
    assert f"/voices/{profile.pk}/restore" in response["HX-Trigger"]
    assert client.post(f"/voices/{profile.pk}/restore", headers=HTMX).status_code == 204
    profile.refresh_from_db()
    assert profile.deleted_at is None


def test_without_scripts_a_deleted_profile_can_be_brought_back_too(client, alice):
    profile = make_profile(alice)
    listed = text_of(client.post(f"/voices/{profile.pk}/delete", follow=True))
    assert "is deleted" in listed
    assert f"/voices/{profile.pk}/restore" in listed
    assert client.get(f"/voices/{profile.pk}/").status_code == 404
    assert "is back" in text_of(client.post(f"/voices/{profile.pk}/restore", follow=True))


def test_a_copy_without_scripts_opens_its_editor(client, alice):
    profile = make_profile(alice)
    response = client.post(f"/voices/{profile.pk}/duplicate")
    copy = Profile.objects.exclude(pk=profile.pk).get()
    assert response.url == f"/voices/{copy.pk}/"


def test_what_was_deleted_in_another_window_is_not_saved(client, alice):
    profile = make_profile(alice)
    discard(profile=profile)
    assert client.post(f"/voices/{profile.pk}/", GOOD).status_code == 404


def test_nobody_waits_to_write_while_a_picture_is_made_small(client, monkeypatch):
    """A large one takes seconds, and SQLite has one writer."""
    seen, make = [], editing.square_webp
    monkeypatch.setattr(editing, "square_webp", lambda file: seen.append(depth()) or make(file))

    def depth() -> int:
        return len(connection.savepoint_ids)

    outside = depth()
    client.post("/voices/new/", {**GOOD, "avatar": picture()})
    assert seen == [outside]
    assert Avatar.objects.count() == 1
