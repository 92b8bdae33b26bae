"""Sound that went by another way than through the conversation: it is not told to be there."""

import pytest
from django.utils import timezone

from clips.models import Clip
from tests.studio.conversations.builders import make_conversation, turns_in
from tests.studio.rendering.builders import rendered, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(alice):
    conversation = make_conversation(alice, "ANNA: One.", "BEN: Two.")
    rendered(conversation)
    return conversation


def deleted(clip_id) -> None:
    Clip.objects.filter(pk=clip_id).update(deleted_at=timezone.now())


def lost(clip_id) -> None:
    Clip.objects.filter(pk=clip_id).update(missing_at=timezone.now())


@pytest.mark.parametrize("goes", [deleted, lost])
def test_a_turn_without_its_sound_is_not_told_to_be_spoken(alice, api_of, client, scene, goes):
    turn = turns_in(scene)[0]
    goes(turn.clip_id)
    api, address = api_of(alice), f"/api/conversations/{scene.pk}"
    (told, _) = api.get(address).json()["turns"]
    assert (told["state"], told["audio_url"], told["duration_ms"]) == ("new", None, None)
    (told, _) = api.get(f"{address}/render").json()["turns"]
    assert (told["state"], told["audio_url"], told["duration_ms"]) == ("new", None, None)
    assert api.get(f"{address}/turns/{turn.pk}/audio").json()["error"]["code"] == "not_spoken"
    client.force_login(alice)
    page = client.get(f"/studio/conversations/{scene.pk}/").content.decode()
    assert "1 of 2 spoken" in page
    assert str(turn.clip_id) not in page


@pytest.mark.parametrize("goes", [deleted, lost])
def test_a_render_that_is_gone_is_not_offered(alice, api_of, client, scene, goes):
    goes(scene.render_id)
    api, address = api_of(alice), f"/api/conversations/{scene.pk}"
    told = api.get(f"{address}/render").json()
    assert (told["download_url"], told["duration_ms"], told["is_current"]) == (None, None, False)
    assert api.get(f"{address}/audio").json()["error"]["code"] == "not_rendered"
    client.force_login(alice)
    for page in (f"/studio/conversations/{scene.pk}/", "/studio/"):
        assert str(scene.render_id) not in client.get(page).content.decode()


def test_a_turn_that_fails_says_why_though_no_turn_keeps_its_sound(scene, fake, monkeypatch):
    synthesize = fake.synthesize

    def breaking(request, **rest):
        if "Broken" in request.text:
            raise RuntimeError("a crack")
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", breaking)
    rewrite(scene, 2, "Broken.")
    rendered(scene, save_turn_audio=False)
    assert [(turn.state, bool(turn.error)) for turn in turns_in(scene)] == [("new", False), ("failed", True)]
