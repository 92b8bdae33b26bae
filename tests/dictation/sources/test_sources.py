"""Items out of texts, out of what was spoken and out of transcripts: by API and from the history's menu."""

import re
import uuid

import pytest
from django.urls import reverse

from dictation.models import Item
from history.models import Kind, State
from jobs.models import Job
from tests.speak.builders import make_take
from tests.transcribe.builders import make_transcript

pytestmark = pytest.mark.django_db
TEXT_URL = "/api/dictation/items/from-text"
ENTRY_URL = "/api/dictation/items/from-entry"


@pytest.fixture
def post(alice, api_of):
    api = api_of(alice)
    return lambda url, **sent: api.post(url, sent, format="json")


def texts() -> list[str]:
    return sorted(Item.objects.values_list("text", flat=True))


def test_each_sentence_of_a_text_is_an_item(post):
    response = post(TEXT_URL, text="One kettle. Two cups.", locale="en-US", tags=["tea"], is_strict=True)
    assert response.status_code == 202
    assert response.json()["total_created"] == 2
    first = response.json()["created_items"][0]
    assert (first["text"], first["tags"], first["is_strict"]) == ("One kettle.", ["tea"], True)
    assert first["tts_status"] == "pending"
    assert Job.objects.count() == 1


def test_lines_of_a_text_are_items_where_that_is_asked_for(post):
    post(TEXT_URL, text="One. Two.\nThree.", locale="en-US", by="lines")
    assert texts() == ["One. Two.", "Three."]


@pytest.mark.parametrize(
    ("sent", "param"),
    [
        ({"text": "…", "locale": "en-US"}, "text"),
        ({"text": "", "locale": "en-US"}, "text"),
        ({"text": "One.", "locale": "en-US", "by": "words"}, "by"),
        ({"text": 5, "locale": "en-US"}, "text"),
        ({"text": "One.", "locale": "en-US", "difficulty": 9}, "difficulty"),
        ({"text": "One.", "locale": "en-US", "speed": 1}, "speed"),
        ({"text": "One."}, "locale"),
        ({"text": "One. " * 501, "locale": "en-US"}, "text"),
    ],
)
def test_what_is_wrong_is_named(post, sent, param):
    response = post(TEXT_URL, **sent)
    assert response.status_code == 400
    assert response.json()["error"]["param"] == param
    assert not Item.objects.exists()


def test_a_language_that_nobody_speaks_fails_each_item_with_the_reason(post):
    response = post(TEXT_URL, text="One. Two.", locale="xx-XX")
    assert response.json()["total_failed"] == 2
    assert response.json()["failed_items"][0]["error"]["param"] == "locale"


def test_sentences_of_something_spoken(post, alice):
    entry = make_take(alice)
    response = post(ENTRY_URL, entry_id=str(entry.pk))
    assert response.status_code == 202
    assert texts() == ["And good bye.", "Hello there."]
    assert {item.entry for item in Item.objects.all()} == {entry}
    assert {item.locale for item in Item.objects.all()} == {"en-US"}


def test_markup_is_no_part_of_an_item(post, alice):
    ssml = '<speak>Hello <emphasis>there</emphasis>. <break time="1s"/>Good bye.</speak>'
    entry = make_take(alice, ssml, settings={"input_type": "ssml"})
    post(ENTRY_URL, entry_id=str(entry.pk))
    assert texts() == ["Good bye.", "Hello there."]


def test_segments_and_sentences_of_a_transcript(post, alice):
    entry = make_transcript(alice, "Good morning", "Ada. How are you?").entry
    post(ENTRY_URL, entry_id=str(entry.pk), by="segments")
    assert texts() == ["Ada. How are you?", "Good morning"]
    Item.objects.all().delete()
    post(ENTRY_URL, entry_id=str(entry.pk))
    assert texts() == ["Good morning Ada.", "How are you?"]


def test_a_translation_is_english_whatever_was_spoken(post, alice):
    entry = make_transcript(alice, "Good morning.", language="fr", settings={"task": "translate"}).entry
    post(ENTRY_URL, entry_id=str(entry.pk))
    assert Item.objects.get().locale == "en"


def test_some_of_the_pieces_alone(post, alice):
    entry = make_take(alice, "One. Two two. Three three three.")
    pieces = post(ENTRY_URL, entry_id=str(entry.pk), indexes=[0]).json()["created_items"]
    assert len(pieces) == 1
    assert post(ENTRY_URL, entry_id=str(entry.pk), indexes=[99]).json()["error"]["param"] == "indexes"


def test_an_entry_that_is_not_there_not_done_or_empty(post, alice, bob):
    assert post(ENTRY_URL, entry_id=str(uuid.uuid4())).status_code == 404
    assert post(ENTRY_URL, entry_id=str(make_take(bob).pk)).status_code == 404
    assert post(ENTRY_URL, entry_id="x").status_code == 400
    unfinished = make_take(alice, state=State.MAKING, duration_seconds=None)
    assert post(ENTRY_URL, entry_id=str(unfinished.pk)).status_code == 409
    wordless = make_take(alice, "", kind=Kind.TTS)
    assert post(ENTRY_URL, entry_id=str(wordless.pk)).json()["error"]["code"] == "no_text"
    assert post(ENTRY_URL, entry_id=str(make_take(alice).pk), by="segments").json()["error"]["param"] == "by"


@pytest.fixture
def page(alice, client_of):
    return client_of(alice)


def ticked(html: str) -> list[str]:
    boxes = re.findall(r'<input type="checkbox" name="chosen" value="([^"]+)"[^>]*checked', html)
    return boxes


def test_the_history_offers_it_where_there_are_words(page, alice):
    entry = make_take(alice)
    silent = make_take(alice, "")
    html = page.get(reverse("history:page")).content.decode()
    assert reverse("item-sources:entry", args=[entry.pk]) in html
    assert reverse("item-sources:entry", args=[silent.pk]) not in html


def test_the_page_ticks_what_is_no_item_yet(page, alice):
    entry = make_take(alice, "One kettle is here. Two cups are there.")
    url = reverse("item-sources:entry", args=[entry.pk])
    boxes = ticked(page.get(url).content.decode())
    assert len(boxes) == 2
    response = page.post(url, {"locale": "en-US", "tags": "tea, cups", "chosen": boxes[1:]})
    assert response.status_code == 302
    item = Item.objects.get()
    assert (item.text, item.entry) == ("Two cups are there.", entry)
    assert sorted(tag.name for tag in item.tags.all()) == ["cups", "tea"]
    html = page.get(url).content.decode()
    assert ticked(html) == boxes[:1]
    assert "Two cups are there. (an item already)" in html


def test_the_page_says_what_is_wrong_and_makes_nothing(page, alice):
    url = reverse("item-sources:entry", args=[make_take(alice).pk])
    boxes = ticked(page.get(url).content.decode())
    for sent in ({"chosen": []}, {"chosen": boxes, "locale": "xx"}, {"chosen": ["0-abc"]}):
        assert page.post(url, {"locale": "en-US", **sent}).status_code == 422
    too_long = page.post(url, {"locale": "en-US", "chosen": boxes, "tags": "a" * 60})
    assert too_long.status_code == 422
    assert not Item.objects.exists()


def test_more_than_fit_at_once_come_in_turns(page, alice):
    entry = make_take(alice, " ".join(f"This is sentence number {number}." for number in range(510)))
    url = reverse("item-sources:entry", args=[entry.pk])
    html = page.get(url).content.decode()
    boxes = ticked(html)
    assert len(boxes) == 500
    assert "10 more stand here" in html
    assert page.post(url, {"locale": "en-US", "chosen": boxes}).status_code == 302
    assert len(ticked(page.get(url).content.decode())) == 10


def test_another_persons_entry_is_not_there(bob, client_of, alice):
    assert client_of(bob).get(reverse("item-sources:entry", args=[make_take(alice).pk])).status_code == 404


def test_the_pages_of_a_transcript_offer_it(page, alice):
    entry = make_transcript(alice).entry
    link = reverse("item-sources:entry", args=[entry.pk])
    for url in (reverse("transcribe:page"), reverse("transcribe:detail", args=[entry.pk])):
        assert link in page.get(url).content.decode()
