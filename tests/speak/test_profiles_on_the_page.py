"""Voice profiles on the Speak page: applied, saved as, chosen on a first visit, kept with what is spoken."""

import pytest

from history.models import Entry
from profiles.models import Profile
from profiles.services import discard
from tests.profiles.builders import make_profile
from tests.speak.builders import make_take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_voice")]
HTMX = {"HX-Request": "true"}
GOOD = {"text": "Good morning.", "voice": "fake/low", "speed": "1.25", "response_format": "wav"}
REVERB = [{"type": "reverb", "mix": 0.4}]


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def chosen(page: str, value: str) -> bool:
    return f'<option value="{value}" selected>' in page


def voice_is(page: str, value: str) -> bool:
    option = page[page.index(f'value="{value}"') :]
    return "selected" in option[: option.index(">")]


def test_who_has_no_profile_is_offered_to_save_one_alone(client):
    page = text_of(client.get("/speak/"))
    assert "Save as profile" in page
    assert "chosen-profile" not in page


def test_on_a_first_visit_the_default_voice_is_chosen(client, alice, bob):
    make_profile(bob, "Bob's", is_default=True, speed=3.0)
    profile = make_profile(alice, is_default=True, voice="high", speed=0.75, format="flac", effects=REVERB)
    page = text_of(client.get("/speak/"))
    assert chosen(page, str(profile.pk))
    assert voice_is(page, "fake/high")
    assert 'value="0.75"' in page
    assert "Reverb" in page
    assert "Bob" not in page


def test_later_it_is_what_was_used_last(client, alice):
    make_profile(alice, is_default=True, speed=0.75)
    client.post("/speak/", GOOD)
    page = text_of(client.get("/speak/"))
    assert 'value="1.25"' in page


def test_applying_takes_over_every_setting_and_leaves_the_text(client, alice):
    profile = make_profile(alice, voice="high", speed=0.5, format="flac", seed=7, effects=REVERB)
    asked = {**GOOD, "text": "Keep <this>", "chosen_profile": str(profile.pk)}
    for headers in ({}, HTMX):
        response = client.post("/speak/profile", asked, headers=headers)
        page = text_of(response)
        assert response.status_code == 200
        assert "Keep &lt;this&gt;" in page
        assert "data-given" in page
        assert voice_is(page, "fake/high")
        assert ('value="0.5"' in page, 'value="7"' in page, "0.4" in page) == (True, True, True)
        assert chosen(page, str(profile.pk))
    assert not Entry.objects.exists()


def test_none_leaves_the_settings_as_they_are(client, alice):
    profile = make_profile(alice, speed=0.5)
    page = text_of(client.post("/speak/profile", {**GOOD, "profile": str(profile.pk), "chosen_profile": ""}))
    assert 'value="1.25"' in page
    assert not chosen(page, str(profile.pk))


def test_a_profile_of_nobody_or_of_somebody_else_is_not_applied(client, alice, bob):
    make_profile(alice)
    for given in ("nonsense", "7b9f0f8e-0000-0000-0000-000000000000", str(make_profile(bob).pk)):
        assert client.post("/speak/profile", {**GOOD, "chosen_profile": given}).status_code == 404
        assert client.get(f"/speak/?profile={given}").status_code == 404


def test_what_is_changed_afterwards_wins_and_the_take_remembers_the_profile(client, alice):
    profile = make_profile(alice, voice="high", speed=0.5)
    client.post("/speak/", {**GOOD, "profile": str(profile.pk)})
    take = Entry.objects.get()
    assert (take.profile, take.profile_name) == (profile, "Narrator")
    assert (take.voice, take.speed) == ("low", 1.25)
    assert "Narrator" in text_of(client.get("/speak/"))


def test_a_profile_deleted_meanwhile_is_as_if_none_were_chosen(client, alice, bob):
    profile = make_profile(alice)
    discard(profile=profile)
    for given in (str(profile.pk), str(make_profile(bob).pk), "nonsense"):
        assert client.post("/speak/", {**GOOD, "profile": given}).status_code == 302
    assert [take.profile for take in Entry.objects.all()] == [None, None, None]


def test_a_link_from_the_list_begins_with_the_profile(client, alice):
    profile = make_profile(alice, voice="high", speed=0.5)
    page = text_of(client.get(f"/speak/?profile={profile.pk}"))
    assert voice_is(page, "fake/high")
    assert "data-given" not in page


def test_the_settings_are_saved_as_a_profile_and_the_text_stays(client, alice):
    asked = {**GOOD, "profile_name": "Reader", "seed": "7", "effects": '[{"type": "reverb", "mix": 0.4}]'}
    response = client.post("/speak/profile/save", asked, headers=HTMX)
    profile = Profile.objects.get()
    assert response.status_code == 200
    assert "Good morning." in text_of(response)
    assert chosen(text_of(response), str(profile.pk))
    assert (profile.name, profile.owner, profile.voice) == ("Reader", alice, "low")
    assert (profile.speed, profile.format, profile.seed) == (1.25, "wav", 7)
    assert profile.effects[0]["mix"] == 0.4


def test_it_is_saved_without_a_text_and_without_scripts(client):
    response = client.post("/speak/profile/save", {**GOOD, "text": "", "profile_name": "Reader"})
    assert response.status_code == 200
    assert "is one of your voices now" in text_of(response)
    assert Profile.objects.filter(name="Reader").exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"profile_name": ""}, "Give the voice a name."),
        ({"profile_name": "x" * 81}, "80 characters"),
        ({"profile_name": "NARRATOR"}, "already"),
        ({"profile_name": "Reader", "speed": "9"}, "0.25 to 4"),
        ({"profile_name": "Reader", "voice": "fake/nobody"}, "nobody"),
        ({"profile_name": "Reader", "blend": "low+high"}, "blend"),
    ],
)
def test_what_is_wrong_is_said_in_place(client, alice, fields, sentence):
    make_profile(alice)
    response = client.post("/speak/profile/save", {**GOOD, **fields}, headers=HTMX)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "Good morning." in text_of(response)
    assert Profile.objects.count() == 1


def test_an_entry_of_the_history_becomes_a_profile(client, alice, bob):
    take = make_take(
        alice, voice="high", speed=0.5, settings={"language": "fr-FR", "seed": 12, "effects": REVERB}
    )
    assert f"/speak/takes/{take.pk}/profile" in client.get("/history/").content.decode()
    page = text_of(client.get(f"/speak/takes/{take.pk}/profile"))
    assert 'action="/voices/new/"' in page
    assert voice_is(page, "fake/high")
    assert ('value="0.5"' in page, 'value="12"' in page, "0.4" in page) == (True, True, True)
    assert client.get(f"/speak/takes/{make_take(bob).pk}/profile").status_code == 404


def test_what_was_heard_has_no_voice_to_save(client, alice):
    from tests.transcribe.builders import make_transcript

    entry = make_transcript(alice).entry
    assert client.get(f"/speak/takes/{entry.pk}/profile").status_code == 404
    assert f"/speak/takes/{entry.pk}/profile" not in client.get("/history/").content.decode()
