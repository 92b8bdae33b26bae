"""The Studio's list of conversations and the page of one, without a browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jobs.models import Job
from profiles.models import Profile
from studio.conversations.services import discard
from studio.models import Conversation, Turn
from tests.profiles.builders import make_profile
from tests.studio.conversations.builders import make_conversation, make_spoken, texts_in, turns_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


@pytest.fixture
def talk(alice):
    return make_conversation(alice, "Anna: Good evening.", "Ben: Is it?", "Anna: It was.")


def url(name: str, conversation: Conversation, turn: Turn | None = None) -> str:
    return reverse(f"conversations:{name}", args=[conversation.pk, *([turn.pk] if turn else [])])


def text_of(response) -> str:
    return response.content.decode()


def seen(conversation: Conversation) -> dict[str, str]:
    """What a tab sends that shows the conversation as it is now."""
    conversation.refresh_from_db()
    return {**HTMX, "If-Match": f'"{conversation.revision}"'}


def test_an_empty_studio_says_what_to_do_first(client):
    page = text_of(client.get("/studio/"))
    assert "No conversations yet" in page
    assert "Add an example" in page


def test_the_list_has_the_last_changed_first_and_other_peoples_never(client, alice, bob):
    make_conversation(alice, name="Old")
    make_conversation(alice, name="New")
    make_conversation(bob, name="Bob's")
    page = text_of(client.get("/studio/"))
    assert page.index("New</a>") < page.index("Old</a>")
    assert "Bob's" not in page


def test_it_is_searched_by_name(client, alice):
    make_conversation(alice, name="Harbour")
    make_conversation(alice, name="Mountain")
    page = text_of(client.get("/studio/conversations/", {"q": "harb"}, headers=HTMX))
    assert "Harbour" in page
    assert "Mountain" not in page
    assert "Nothing matches" in text_of(client.get("/studio/", {"q": "river"}))


def test_a_new_one_has_a_turn_to_write_into(client, alice):
    response = client.post("/studio/conversations/", {"name": ""})
    conversation = Conversation.objects.get(owner=alice)
    assert response.url == url("editor", conversation)
    assert texts_in(conversation) == [""]


def test_an_example_speaks_in_two_voices_that_there_are(client, alice):
    client.post("/studio/conversations/example")
    conversation = Conversation.objects.get(owner=alice)
    speakers = {turn.speaker for turn in turns_in(conversation)}
    assert len(turns_in(conversation)) == 4
    assert len(speakers) == 2
    count = Profile.objects.filter(owner=alice).count()
    client.post("/studio/conversations/example")
    assert Profile.objects.filter(owner=alice).count() == count


def test_an_example_speaks_in_the_profiles_there_are(client, alice):
    for name in ("Rosa", "Tom"):
        make_profile(alice, name=name)
    client.post("/studio/conversations/example")
    speakers = [turn.speaker for turn in turns_in(Conversation.objects.get(owner=alice))]
    assert speakers == ["Rosa", "Tom", "Rosa", "Tom"]


def test_it_is_renamed_in_place_and_an_empty_name_is_refused_there(client, talk):
    row = client.post(url("rename", talk), {"name": "Dusk"}, headers=HTMX)
    assert "Dusk</a>" in text_of(row)
    refused = client.post(url("rename", talk), {"name": " "}, headers=HTMX)
    assert refused.status_code == 422
    assert "Give the conversation a name." in text_of(refused)


def test_a_copy_is_told_and_the_list_looks_again(client, talk, alice):
    response = client.post(url("duplicate", talk), headers=HTMX)
    assert "conversations-changed" in response["HX-Trigger"]
    assert Conversation.objects.filter(owner=alice, name="Scene 1 copy").exists()


def test_what_is_deleted_can_be_brought_back(client, talk):
    response = client.post(url("delete", talk), headers=HTMX)
    assert "undo_url" in response["HX-Trigger"]
    assert client.get(url("editor", talk)).status_code == 404
    client.post(url("restore", talk), headers=HTMX)
    assert client.get(url("editor", talk)).status_code == 200


def test_without_scripts_the_undo_is_on_the_page(client, talk):
    page = client.post(url("delete", talk), follow=True)
    assert "“Scene 1” is deleted." in text_of(page)


def test_the_page_shows_every_turn_with_its_speaker_voice_and_words(client, alice, talk):
    make_profile(alice, name="Low voice")
    page = text_of(client.get(url("editor", talk)))
    assert 'value="Anna"' in page
    assert ">Is it?</textarea>" in page
    assert "Low voice</option>" in page
    assert f'data-revision="&quot;{talk.revision}&quot;"' in page


def test_a_hundred_turns_cost_no_more_queries_than_one(client, alice, django_assert_max_num_queries):
    talk = make_conversation(alice, *(f"Anna: Line {number}" for number in range(100)))
    with django_assert_max_num_queries(14):
        client.get(url("editor", talk))


def test_a_change_is_answered_with_the_turns_sound_and_the_next_revision(client, talk):
    turn = turns_in(talk)[0]
    response = client.post(url("turn", talk, turn), {"text": "Good night."}, headers=seen(talk))
    talk.refresh_from_db()
    assert response["ETag"] == f'"{talk.revision}"'
    assert f'id="sound-{turn.pk}"' in text_of(response)
    assert 'id="conversation-sound"' in text_of(response)
    assert texts_in(talk)[0] == "Good night."


def test_what_is_not_sent_stays(client, talk):
    turn = turns_in(talk)[1]
    client.post(url("turn", talk, turn), {"gap_ms": "-250"}, headers=seen(talk))
    changed = turns_in(talk)[1]
    assert (changed.text, changed.speaker, changed.gap_ms) == ("Is it?", "Ben", -250)
    client.post(url("turn", talk, turn), {"gap_ms": ""}, headers=seen(talk))
    assert turns_in(talk)[1].gap_ms is None


def test_an_older_tab_is_refused_and_overwrites_nothing(client, talk):
    old = seen(talk)
    turn = turns_in(talk)[0]
    client.post(url("turn", talk, turn), {"text": "First tab."}, headers=old)
    refused = client.post(url("turn", talk, turn), {"text": "Second tab."}, headers=old)
    assert refused.status_code == 412
    assert texts_in(talk)[0] == "First tab."


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"gap_ms": "a while"}, "no number"),
        ({"gap_ms": "99999"}, "whole milliseconds"),
        ({"gap_ms": "nan"}, "out of range"),
        ({"text": "a" * 6000}, "5,000 are the most"),
        ({"effects": "{"}, "no JSON"),
        ({"profile_id": "somebody"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(client, talk, sent, says):
    turn = turns_in(talk)[0]
    refused = client.post(url("turn", talk, turn), sent, headers=seen(talk))
    assert refused.status_code in (400, 404)
    assert says in refused["HX-Trigger"]
    assert texts_in(talk)[0] == "Good evening."


def test_a_turn_is_added_in_its_place_and_answered_whole(client, talk):
    sent = {"speaker": "Ben", "text": "Well.", "position": "2"}
    response = client.post(url("add-turn", talk), sent, headers=seen(talk))
    assert texts_in(talk) == ["Good evening.", "Well.", "Is it?", "It was."]
    assert f'data-turn="{turns_in(talk)[1].pk}"' in text_of(response)


def test_turns_are_moved_copied_and_removed(client, talk):
    first = turns_in(talk)[0]
    client.post(url("move-turn", talk, first), {"position": "3"}, headers=seen(talk))
    assert texts_in(talk) == ["Is it?", "It was.", "Good evening."]
    client.post(url("duplicate-turn", talk, first), headers=seen(talk))
    assert texts_in(talk)[2:] == ["Good evening.", "Good evening."]
    client.post(url("remove-turn", talk, first), headers=seen(talk))
    assert texts_in(talk) == ["Is it?", "It was.", "Good evening."]


def test_without_scripts_forms_do_the_same_and_go_back(client, talk):
    second = turns_in(talk)[1]
    moved = client.post(url("move-turn", talk, second), {"by": "up", "revision": str(talk.revision)})
    assert moved.status_code == 302
    assert texts_in(talk)[0] == "Is it?"
    late = client.post(url("remove-turn", talk, second), {"revision": str(talk.revision)})
    assert late.status_code == 412
    assert "changed meanwhile" in text_of(late)


def test_a_turn_has_a_page_of_its_own_that_keeps_what_was_typed(client, talk):
    turn = turns_in(talk)[0]
    assert "Good evening." in text_of(client.get(url("turn", talk, turn)))
    refused = client.post(url("turn", talk, turn), {"text": "b" * 6000})
    assert refused.status_code == 422
    assert "b" * 6000 in text_of(refused)


def test_settings_are_saved_one_by_one(client, talk):
    client.post(url("settings", talk), {"target_lufs": "-16,5"}, headers=seen(talk))
    client.post(url("settings", talk), {"room_tone_db": "-60"}, headers=seen(talk))
    client.post(url("settings", talk), {"levels_speakers": ""}, headers=seen(talk))
    talk.refresh_from_db()
    assert (talk.target_lufs, talk.room_tone_db, talk.is_levelled) == (-16.5, -60.0, False)


def test_effects_of_its_own_are_shown_when_the_turn_is_unfolded(client, talk):
    turn = turns_in(talk)[0]
    rack = text_of(client.get(url("effects", talk, turn), headers=HTMX))
    assert "effects-rack" in rack
    client.post(url("turn", talk, turn), {"effects": '[{"type": "reverb"}]'}, headers=seen(talk))
    (effect,) = turns_in(talk)[0].effects or []
    assert effect["type"] == "reverb"
    client.post(url("turn", talk, turn), {"effects": ""}, headers=seen(talk))
    assert turns_in(talk)[0].effects is None


def test_rendering_is_a_job_and_the_page_asks_how_far_it_is(client, talk):
    begun = client.post(url("render", talk), headers=HTMX)
    assert "jobs-started" in begun["HX-Trigger"]
    assert Job.objects.get().kind == "studio.conversation"
    assert "every 1s" in text_of(begun)
    assert "every 1s" in text_of(client.get(url("state", talk), headers=HTMX))
    client.post(url("stop", talk), headers=HTMX)
    assert "every 1s" not in text_of(client.get(url("state", talk), headers=HTMX))


def test_the_state_brings_the_turns_that_changed_alone(client, talk):
    first, second, _ = turns_in(talk)
    Turn.objects.update(updated_at="2020-01-01T00:00:00Z")
    make_spoken(second)
    second.save(update_fields=["updated_at"])
    state = text_of(client.get(url("state", talk), {"since": "2021-01-01T00:00:00Z"}, headers=HTMX))
    assert f'id="sound-{second.pk}"' in state
    assert f'id="sound-{first.pk}"' not in state


def test_one_turn_is_spoken_alone_and_an_empty_one_says_why_not(client, talk):
    turn = turns_in(talk)[0]
    begun = client.post(url("speak-turn", talk, turn), headers=HTMX)
    assert Job.objects.get().kind == "studio.turn"
    assert "Being spoken" in text_of(begun)
    client.post(url("turn", talk, turn), {"text": ""}, headers=seen(talk))
    refused = client.post(url("speak-turn", talk, turn), headers=HTMX)
    assert "Nothing is written in this turn." in refused["HX-Trigger"]


def test_a_failed_turn_says_why_and_can_be_tried_again(client, talk):
    turn = turns_in(talk)[0]
    Turn.objects.filter(pk=turn.pk).update(state="failed", error="The voice is gone.")
    page = text_of(client.get(url("editor", talk)))
    assert "The voice is gone." in page
    assert "Try again" in page
    assert "1 turn could not be spoken" in page


def test_somebody_elses_conversation_is_nowhere(client, bob):
    theirs = make_conversation(bob, "Bob: Mine.")
    assert client.get(url("editor", theirs)).status_code == 404
    assert client.post(url("render", theirs), headers=HTMX).status_code == 404
    discard(conversation=theirs)
    assert client.post(url("restore", theirs), headers=HTMX).status_code == 404


def test_a_script_is_shown_before_it_becomes_turns(client, alice, talk):
    make_profile(alice, name="Anna")
    sent = {"text": "ANNA: Hello.\nJOE: (aside) Who is it?"}
    found = text_of(client.post(url("script-preview", talk), sent, headers=HTMX))
    assert "2 turns" in found
    assert 'aria-label="Voice of JOE"' in found
    assert "Left out: 1 passage" in found
    assert len(turns_in(talk)) == 3


def test_a_script_is_added_or_takes_the_place_of_all_turns(client, alice, talk):
    low = make_profile(alice, name="Low")
    sent = {"text": "JOE: Hello.", "speaker": ["JOE"], "profile": [str(low.pk)]}
    client.post(url("script", talk), sent)
    assert texts_in(talk)[-1] == "Hello."
    assert turns_in(talk)[-1].profile == low
    client.post(url("script", talk), {**sent, "into": "all"})
    assert texts_in(talk) == ["Hello."]


def test_a_script_takes_the_place_of_the_empty_turn_of_a_new_conversation(client, alice):
    client.post("/studio/conversations/")
    talk = Conversation.objects.get()
    assert texts_in(talk) == [""]
    client.post(url("script", talk), {"text": "ANNA: Good night."})
    assert texts_in(talk) == ["Good night."]


def test_a_speaker_without_words_stays_before_a_script(client, alice):
    talk = make_conversation(alice, "Anna: ")
    client.post(url("script", talk), {"text": "BEN: Good night."})
    assert texts_in(talk) == ["", "Good night."]


def test_a_script_is_read_from_a_file(client, talk):
    file = SimpleUploadedFile("scene.srt", b"1\n00:00:01,000 --> 00:00:02,000\nZOE: From a file.\n")
    client.post(url("script", talk), {"file": file, "into": "all"})
    assert texts_in(talk) == ["From a file."]


def test_a_script_without_words_says_so_and_stays_in_its_field(client, talk):
    refused = client.post(url("script", talk), {"text": "(silence)"})
    assert refused.status_code == 422
    assert "Nobody says anything in this script." in text_of(refused)
    assert "(silence)</textarea>" in text_of(refused)
    assert "Nobody says" in text_of(
        client.post(url("script-preview", talk), {"text": "(silence)"}, headers=HTMX)
    )
