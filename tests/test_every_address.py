"""Every address refuses the anonymous and the stranger; a new one that is not in the table fails here."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.services.keys import create_key
from tests.addresses import (
    EFFECTS_API,
    HEARING_API,
    KEYS_API,
    KNOWN,
    MODELS_API,
    OBJECTS,
    OBJECTS_API,
    OWN,
    OWN_API,
    SPEECH_API,
    STAFF,
    STAFF_API,
    address,
    every_address,
)


def answers(client: Client | APIClient, url: str) -> dict[str, int]:
    """Status by method, of those that the address takes."""
    found = {}
    for method in ("get", "post", "put", "patch", "delete"):
        status = getattr(client, method)(url).status_code
        if status != 405:
            found[method] = status
    return found


def test_every_address_is_in_the_table():
    assert {name for name, _ in every_address()} == KNOWN


@pytest.mark.parametrize("name", sorted(OWN | set(OBJECTS) | STAFF))
def test_a_page_sends_the_anonymous_to_the_door(db, stranger, name):
    found = answers(stranger, address(name))
    assert found
    for method, status in found.items():
        response = getattr(stranger, method)(address(name))
        assert status == 302, f"{method} {name}: {status}"
        assert response.url.startswith("/sign-in/")


@pytest.mark.parametrize("name", sorted(KEYS_API))
def test_the_api_refuses_the_anonymous(db, name):
    found = answers(APIClient(), address(name))
    assert found
    assert set(found.values()) == {401}, found


@pytest.fixture
def key(alice):
    return create_key(user=alice, name="script", scopes=["manage"])[0]


@pytest.fixture
def job(alice):
    from jobs.services import enqueue

    return enqueue(kind="accounts.export", owner=alice)


@pytest.fixture
def clip(alice):
    from tests.clips.builders import make_clip

    return make_clip(alice)


@pytest.fixture
def take(alice):
    from tests.speak.builders import make_take

    return make_take(alice)


@pytest.fixture
def transcript(alice):
    from tests.transcribe.builders import make_transcript

    return make_transcript(alice).entry


@pytest.fixture
def profile(alice):
    from tests.profiles.builders import make_profile

    return make_profile(alice, backend="espeak", voice="fi")


@pytest.fixture
def preset(alice):
    from tests.profiles.effects.builders import make_preset

    return make_preset(alice)


@pytest.fixture
def composition(alice):
    from tests.studio.compositions.builders import make_composition

    return make_composition(alice)


@pytest.fixture
def lexicon(alice):
    from tests.speech.lexicon_builders import make_lexicon

    return make_lexicon(alice, SQL="sequel")


@pytest.fixture
def own_voice(alice):
    from tests.speech.own_voices.builders import make_own_voice

    return make_own_voice(alice)


@pytest.fixture
def sample(profile):
    from tests.profiles.samples.builders import make_sample

    return make_sample(profile)


@pytest.fixture
def conversation(alice):
    from tests.studio.conversations.builders import make_conversation

    return make_conversation(alice, "Hello.")


@pytest.fixture
def turn(conversation):
    return conversation.turns.get()


@pytest.fixture
def conversion(alice):
    from speak.models import Conversion

    return Conversion.objects.create(owner=alice, text="Hello.", content_hash="0" * 64)


@pytest.fixture
def item(alice):
    from tests.dictation.builders import make_item

    return make_item(alice)


@pytest.fixture
def attempt(alice, item):
    from tests.dictation.builders import make_attempt

    return make_attempt(alice, item)


@pytest.fixture
def tag(alice):
    from tests.dictation.builders import make_tag

    return make_tag(alice, "news")


@pytest.fixture
def item_list(alice, item):
    from tests.dictation.builders import make_list

    return make_list(alice, item)


@pytest.fixture
def group(alice):
    from dictation.sharing.groups import create_group

    return create_group(owner=alice, name="Evening class")


@pytest.mark.parametrize(("name", "fixture"), sorted((OBJECTS | OBJECTS_API).items()))
def test_another_persons_row_is_as_absent_as_no_row(bob, client_of, api_of, request, name, fixture):
    row = request.getfixturevalue(fixture)
    client = api_of(bob) if name in OBJECTS_API else client_of(bob)
    profile_pk = getattr(row, "profile_id", row.pk)
    pk = getattr(row, "conversation_id", row.pk)
    of_alice = answers(client, address(name, pk=pk, id=row.pk, profile_pk=profile_pk, turn_id=row.pk))
    of_nobody = answers(client, address(name))
    assert of_alice
    assert set(of_alice.values()) == {404}, of_alice
    assert of_alice == of_nobody


@pytest.mark.parametrize("name", sorted(STAFF))
def test_staff_pages_are_not_for_everybody(bob, client_of, name):
    found = answers(client_of(bob), address(name))
    assert found
    assert set(found.values()) <= {403, 404}, found


@pytest.mark.parametrize("name", sorted(STAFF_API))
def test_staff_apis_are_not_for_everybody(bob, api_of, name):
    assert set(answers(api_of(bob), address(name)).values()) <= {403, 404}


def test_the_admin_is_for_staff(bob, stranger, client_of):
    for client in (stranger, client_of(bob)):
        assert client.get("/admin/").status_code == 302
        assert client.get("/admin/accounts/user/").status_code == 302


@pytest.mark.parametrize("name", sorted(OBJECTS_API | dict.fromkeys(OWN_API, "")))
def test_a_key_without_the_scope_is_refused(alice, api_of, name):
    found = answers(api_of(alice, ["speech"]), address(name))
    assert set(found.values()) == {403}, found


@pytest.mark.parametrize("name", sorted(SPEECH_API))
def test_a_key_without_the_scope_of_speech_is_refused(alice, api_of, name):
    found = answers(api_of(alice, ["manage", "transcribe"]), address(name))
    assert set(found.values()) == {403}, found


@pytest.mark.parametrize("name", sorted(HEARING_API))
def test_a_key_without_the_scope_of_transcription_is_refused(alice, api_of, name):
    found = answers(api_of(alice, ["manage", "speech"]), address(name))
    assert set(found.values()) == {403}, found


@pytest.mark.parametrize("name", sorted(MODELS_API))
def test_a_key_that_neither_speaks_nor_hears_is_refused(alice, api_of, name):
    found = answers(api_of(alice, ["manage"]), address(name))
    assert set(found.values()) == {403}, found


@pytest.mark.parametrize("name", sorted(EFFECTS_API))
def test_a_key_that_only_hears_is_refused_the_effects(alice, api_of, name):
    found = answers(api_of(alice, ["transcribe"]), address(name))
    assert set(found.values()) == {403}, found
