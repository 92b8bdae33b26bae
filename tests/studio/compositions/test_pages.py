"""The pages of compositions: the list, the timeline's frame, versions."""

import json

import pytest
from django.utils import timezone

from clips.models import Clip
from studio.compositions.services import discard, update_composition
from studio.compositions.versions import save_version
from studio.models import Composition
from tests.clips.builders import make_clip
from tests.studio.compositions.builders import make_composition
from tests.studio.compositions.documents import document, track

pytestmark = pytest.mark.django_db
LIST = "/studio/compositions/"
PART = {"HX-Request": "true"}


def page_of(composition: Composition, rest: str = "") -> str:
    return f"{LIST}{composition.pk}/{rest}"


def test_a_new_composition_opens_at_once(client_of, alice):
    answer = client_of(alice).post(LIST)
    made = Composition.objects.get()
    assert answer.status_code == 302
    assert answer.url == page_of(made)
    assert made.owner == alice


def test_the_list_shows_ones_own_with_how_long_they_are(client_of, alice, bob):
    make_composition(alice, make_clip(alice), name="Mine")
    make_composition(bob, name="Bob alone")
    text = client_of(alice).get(LIST).text
    assert "Mine" in text
    assert "1 track" in text
    assert "Bob alone" not in text


def test_the_list_needs_no_more_queries_for_more_rows(client_of, alice, django_assert_max_num_queries):
    for number in range(6):
        make_composition(alice, name=f"Number {number}")
    client = client_of(alice)
    client.get(LIST)
    with django_assert_max_num_queries(9):
        client.get(LIST)


def test_a_search_narrows_it_and_says_when_nothing_is_found(client_of, alice):
    make_composition(alice, name="Ärger")
    client = client_of(alice)
    assert "Ärger" in client.get(f"{LIST}?q=ärg", headers=PART).text
    assert "Nothing matches" in client.get(f"{LIST}?q=zzz", headers=PART).text


def test_the_page_says_where_its_document_is_and_no_strangers(client_of, alice, bob):
    composition = make_composition(alice, name="<b>Bold</b>")
    text = client_of(alice).get(page_of(composition)).text
    assert f'data-api="/api/compositions/{composition.pk}"' in text
    assert "&lt;b&gt;Bold&lt;/b&gt;" in text
    assert client_of(bob).get(page_of(composition)).status_code == 404


def test_lengths_are_told_of_sounds_that_were_taken_out_too(client_of, alice):
    clip = make_clip(alice)
    clip.kept = False
    clip.save(update_fields=["kept"])
    composition = make_composition(alice, clip)
    update_composition(composition=composition, timeline=document(track("t1")))
    told = json.loads(client_of(alice).get(page_of(composition, "clips")).text)["clips"]
    assert told == {str(clip.pk): pytest.approx(clip.duration_seconds)}


def test_a_sound_that_is_gone_has_no_length(client_of, alice):
    clip = make_clip(alice)
    composition = make_composition(alice, clip)
    Clip.objects.filter(pk=clip.pk).update(deleted_at=timezone.now())
    assert json.loads(client_of(alice).get(page_of(composition, "clips")).text) == {"clips": {}}


def test_renaming_tells_what_is_wrong_with_a_name(client_of, alice):
    composition = make_composition(alice, name="Intro")
    client = client_of(alice)
    refused = client.post(page_of(composition, "rename"), {"name": " "})
    assert refused.status_code == 422
    assert "field__error" in refused.text
    assert client.post(page_of(composition, "rename"), {"name": "Outro"}).status_code == 302
    composition.refresh_from_db()
    assert composition.name == "Outro"


def test_what_was_deleted_comes_back(client_of, alice):
    composition = make_composition(alice, name="Intro")
    client = client_of(alice)
    gone = client.post(page_of(composition, "delete"), headers=PART)
    assert page_of(composition, "restore") in gone.headers["HX-Trigger"]
    assert client.get(page_of(composition)).status_code == 404
    client.post(page_of(composition, "restore"), headers=PART)
    assert client.get(page_of(composition)).status_code == 200


def test_without_scripts_a_deletion_offers_its_undo_on_the_list(client_of, alice):
    composition = make_composition(alice, name="Intro")
    discard(composition=composition)
    text = client_of(alice).get(f"{LIST}?deleted={composition.pk}").text
    assert page_of(composition, "restore") in text


def test_a_copy_is_opened_or_said_to_be_in_the_list(client_of, alice):
    composition = make_composition(alice, name="Intro")
    client = client_of(alice)
    opened = client.post(page_of(composition, "duplicate"))
    copy = Composition.objects.exclude(pk=composition.pk).get()
    assert opened.url == page_of(copy)
    assert (
        "compositions-changed"
        in client.post(page_of(composition, "duplicate"), headers=PART).headers["HX-Trigger"]
    )


def test_a_version_is_kept_brought_back_and_removed(client_of, alice):
    composition = make_composition(alice, make_clip(alice))
    client = client_of(alice)
    client.post(page_of(composition, "versions"), {"name": "Before the music"})
    update_composition(composition=composition, timeline=document(track("only")))
    text = client.get(page_of(composition, "versions")).text
    assert "Before the music" in text
    number = composition.versions.get(name="Before the music").number
    client.post(page_of(composition, f"versions/{number}/restore"))
    composition.refresh_from_db()
    assert [each["id"] for each in composition.timeline["tracks"]] == ["t1"]
    client.post(page_of(composition, f"versions/{number}/remove"))
    assert not composition.versions.filter(name="Before the music").exists()


def test_a_name_too_long_for_a_version_is_refused_in_its_place(client_of, alice):
    composition = make_composition(alice)
    refused = client_of(alice).post(page_of(composition, "versions"), {"name": "x" * 200})
    assert refused.status_code == 422
    assert "field__error" in refused.text


def test_strangers_find_no_versions(client_of, alice, bob):
    composition = make_composition(alice)
    number = save_version(composition=composition).number
    assert client_of(bob).post(page_of(composition, f"versions/{number}/restore")).status_code == 404
    assert client_of(alice).post(page_of(composition, "versions/99/restore")).status_code == 404
