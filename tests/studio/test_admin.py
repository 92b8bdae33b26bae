"""The studio in the admin: looked at, and deleted through the services."""

import pytest

from clips.models import Clip
from studio.compositions.services import create_composition
from studio.models import Composition, CompositionVersion, Conversation, Turn
from tests.studio.conversations.builders import make_conversation, make_spoken, turns_in

ADMIN = "/admin/studio"


@pytest.fixture
def admin_client(admin_user, client_of):
    return client_of(admin_user)


@pytest.fixture
def rows(alice):
    conversation = make_conversation(alice, "ANNA: Hello there.", "BERT: Hi.")
    composition = create_composition(owner=alice, name="Intro")
    version = CompositionVersion.objects.create(
        owner=alice, composition=composition, number=1, sample_rate_hz=48_000
    )
    return {
        "conversation": conversation,
        "turn": turns_in(conversation)[0],
        "composition": composition,
        "compositionversion": version,
    }


@pytest.mark.parametrize("name", ["conversation", "turn", "composition", "compositionversion"])
def test_all_there_is_can_be_looked_at_and_nothing_be_made(admin_client, rows, name):
    page = admin_client.get(f"{ADMIN}/{name}/", {"q": "alice"})
    assert page.status_code == 200
    assert str(rows[name].pk) in page.content.decode()
    shown = admin_client.get(f"{ADMIN}/{name}/{rows[name].pk}/change/")
    assert shown.status_code == 200
    assert 'name="_save"' not in shown.content.decode()
    assert admin_client.post(f"{ADMIN}/{name}/{rows[name].pk}/change/", {"name": "X"}).status_code == 403
    assert admin_client.get(f"{ADMIN}/{name}/add/").status_code == 403


def test_projects_are_deleted_for_good_with_what_only_they_used(admin_client, rows):
    make_spoken(rows["turn"])
    for name in ("conversation", "composition"):
        url = f"{ADMIN}/{name}/{rows[name].pk}/delete/"
        assert admin_client.get(url).status_code == 200
        assert admin_client.post(url, {"post": "yes"}).status_code == 302
    for model in (Conversation, Turn, Composition, CompositionVersion, Clip):
        assert not model.objects.exists()


def test_a_turn_goes_with_its_conversation_alone(admin_client, rows):
    url = f"{ADMIN}/turn/{rows['turn'].pk}/delete/"
    assert admin_client.post(url, {"post": "yes"}).status_code == 403


def test_a_list_asks_as_often_for_many_as_for_few(alice, admin_client, django_assert_max_num_queries):
    for number in range(10):
        make_conversation(alice, "one", "two", name=f"Number {number}")
    for name in ("conversation", "turn"):
        with django_assert_max_num_queries(12):
            assert admin_client.get(f"{ADMIN}/{name}/").status_code == 200
