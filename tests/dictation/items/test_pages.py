"""The pages of items, without a browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dictation.items.services import discard_item
from dictation.models import AudioState, Item, ItemAudio, ItemList
from tests.dictation.builders import make_attempt, make_item, make_list, make_ready

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ITEMS = "/practice/items/"


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


def shown(client, url=ITEMS, /, *, headers=None, **query) -> str:
    response = client.get(url, query, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def added(client, text, **fields):
    return client.post(f"{ITEMS}add", {"text": text, "locale": "en-GB", "way": "lines", **fields})


def test_an_empty_list_says_what_to_do_first(client):
    page = shown(client)
    assert "No items yet" in page
    assert f'href="{ITEMS}add"' in page


def test_it_shows_ones_own_items_with_what_one_made_of_them(client, alice, bob):
    item = make_item(alice, text="The kettle is on.", tags=("kitchen",), is_ready=True)
    make_attempt(alice, item, percentage=70)
    make_item(bob, text="Bob's own.")
    page = shown(client)
    assert "The kettle is on." in page
    assert "1 attempt, best 70" in page
    assert f"{ITEMS}{item.pk}/audio" in page
    assert "Bob&#x27;s own." not in page


def test_filters_narrow_it_and_a_wrong_one_is_an_error(client, alice):
    make_item(alice, text="Easy one.", difficulty=1)
    make_item(alice, text="Hard one.", difficulty=5, tags=("long",))
    assert "Easy one." not in shown(client, difficulty="5")
    assert "Easy one." not in shown(client, tags="long", headers=HTMX)
    assert "Nothing matches" in shown(client, search="neither")
    assert client.get(ITEMS, {"difficulty": "9"}).status_code == 400


def test_what_it_says_is_no_markup(client, alice):
    make_item(alice, text="<script>alert(1)</script> said he", tags=("<b>bold",))
    page = shown(client)
    assert "<script>alert(1)" not in page
    assert "<b>bold" not in page


def test_a_list_takes_as_many_queries_for_many_as_for_few(client, alice, django_assert_max_num_queries):
    for number in range(30):
        make_item(alice, text=f"Number {number} of them.", tags=("a", "b"), is_ready=True)
    client.get(ITEMS)
    with django_assert_max_num_queries(14):
        assert shown(client).count('class="item"') == 30


def test_more_rows_come_when_they_are_scrolled_to(client, alice):
    for number in range(43):
        make_item(alice, text=f"Number {number} of them.")
    first, rest = shown(client, search="of them"), shown(client, headers=HTMX, page=2, search="of them")
    assert (first.count('class="item"'), rest.count('class="item"')) == (40, 3)
    assert "page=2&amp;search=of+them" in first
    assert "<section" not in rest


@pytest.mark.parametrize(
    ("way", "texts"),
    [
        ("lines", ["Dr. Smith is in. He waits.", "Who?"]),
        ("sentences", ["Dr. Smith is in.", "He waits.", "Who?"]),
        ("whole", ["Dr. Smith is in. He waits.\n\n---\nWho?"]),
    ],
)
def test_a_pasted_text_becomes_items(client, way, texts):
    response = added(client, "Dr. Smith is in. He waits.\r\n\r\n---\r\nWho?", way=way, tags="news, sport")
    assert response.status_code == 302
    assert list(Item.objects.order_by("created_at").values_list("text", flat=True)) == texts
    assert sorted(tag.name for tag in Item.objects.first().tags.all()) == ["news", "sport"]


def test_they_go_into_a_list_old_or_new(client, alice):
    lesson = make_list(alice, make_item(alice, text="First."))
    assert added(client, "Second.", list=str(lesson.pk)).url == f"/practice/lists/{lesson.pk}/"
    assert lesson.items.count() == 2
    added(client, "Third.", list_name="Lesson 2")
    assert ItemList.objects.get(name="Lesson 2").items.get().text == "Third."


def test_what_can_not_be_made_stands_there_still_and_says_why(client):
    response = added(client, f"Good.\n{'too long ' * 1200}")
    page = response.content.decode()
    assert response.status_code == 422
    assert Item.objects.get().text == "Good."
    assert "1 could not be made" in page
    assert "Good.</textarea>" not in page


@pytest.mark.parametrize(
    "sent",
    [
        {"text": ""},
        {"text": "..."},
        {"way": "no"},
        {"locale": "xx-XX"},
        {"difficulty": "9"},
        {"tags": "a" * 51},
    ],
)
def test_what_is_wrong_with_all_of_it_makes_nothing(client, sent):
    response = client.post(f"{ITEMS}add", {"text": "Good.", "locale": "en-GB", "way": "lines", **sent})
    assert response.status_code == 422
    assert not Item.objects.exists()


@pytest.mark.parametrize("foreign", ["nonsense", "00000000-0000-0000-0000-000000000007"])
def test_a_list_that_is_none_makes_nothing(client, foreign):
    assert added(client, "Good.", list=foreign).status_code == 422
    assert not Item.objects.exists()


def test_the_preview_makes_nothing(client):
    sent = {"text": "One.\nTwo.", "locale": "en-GB", "way": "lines"}
    part = client.post(f"{ITEMS}add/preview", sent, headers=HTMX).content.decode()
    assert "2 items" in part
    wrong = client.post(f"{ITEMS}add/preview", {**sent, "locale": "xx-XX"}, headers=HTMX).content.decode()
    assert "2 of which can" in wrong
    assert not Item.objects.exists()


def test_an_item_is_changed_in_its_place(client, alice):
    item = make_item(alice, text="Colour.", tags=("old",), alternatives=["Color."])
    sent = {
        "text": "Grey.",
        "alternatives": "Gray.\r\n\r\nGray!",
        "tags": "new",
        "difficulty": "4",
        "locale": "en-US",
        "is_strict": "true",
    }
    part = client.post(f"{ITEMS}{item.pk}/", sent, headers=HTMX).content.decode()
    item.refresh_from_db()
    assert (item.text, item.alternatives, item.difficulty, item.locale, item.is_strict) == (
        "Grey.",
        ["Gray.", "Gray!"],
        4,
        "en-US",
        True,
    )
    assert [tag.name for tag in item.tags.all()] == ["new"]
    assert f'id="item-{item.pk}"' in part


def test_an_alternative_of_two_lines_survives_a_change_of_something_else(client, alice):
    item = make_item(alice, text="One.\nTwo.", alternatives=["Once.\nTwice."])
    sent = {
        "text": "One.\r\nTwo.",
        "alternatives": "Once. Twice.",
        "tags": "new",
        "locale": "en-GB",
        "difficulty": "",
    }
    assert client.post(f"{ITEMS}{item.pk}/", sent).status_code == 302
    item.refresh_from_db()
    assert (item.text, item.alternatives) == ("One.\nTwo.", ["Once.\nTwice."])


def test_a_change_that_is_wrong_keeps_what_was_typed(client, alice):
    item = make_item(alice, text="Before.")
    response = client.post(f"{ITEMS}{item.pk}/", {"text": "...", "locale": "en-GB"}, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is no word in this text" in page
    assert ">...</textarea>" in page
    item.refresh_from_db()
    assert item.text == "Before."


def test_deleted_it_can_come_back(client, alice):
    item = make_item(alice)
    response = client.post(f"{ITEMS}{item.pk}/delete", headers=HTMX)
    assert f"{ITEMS}{item.pk}/restore" in response["HX-Trigger"]
    assert "No items yet" in shown(client)
    assert client.post(f"{ITEMS}{item.pk}/restore", headers=HTMX).status_code == 204
    assert item.text in shown(client)


def test_the_ticked_are_tagged_and_untagged(client, alice, bob):
    first, second, foreign = make_item(alice, tags=("old",)), make_item(alice), make_item(bob)
    ids = [str(each.pk) for each in (first, second, foreign)]
    client.post(f"{ITEMS}tag", {"id": ids, "tags": "Old, new"}, headers=HTMX)
    assert sorted(tag.name for tag in second.tags.all()) == ["new", "old"]
    assert not foreign.tags.exists()
    client.post(f"{ITEMS}untag", {"id": ids, "tags": "old, unknown"}, headers=HTMX)
    assert [tag.name for tag in first.tags.all()] == ["new"]


def test_no_item_gets_more_tags_than_it_may_have(client, alice):
    item = make_item(alice, tags=[f"tag {number}" for number in range(20)])
    other = make_item(alice)
    sent = {"id": [str(item.pk), str(other.pk)], "tags": "one more"}
    assert client.post(f"{ITEMS}tag", sent, headers=HTMX).status_code == 400
    assert item.tags.count() == 20
    assert not other.tags.exists()


def test_the_ticked_go_into_a_list(client, alice):
    ids = [str(make_item(alice, text=text).pk) for text in ("One.", "Two.")]
    client.post(f"{ITEMS}put-in-list", {"id": ids, "list_name": "Lesson"}, headers=HTMX)
    lesson = ItemList.objects.get()
    assert lesson.items.count() == 2
    client.post(f"{ITEMS}put-in-list", {"id": ids, "list": str(lesson.pk)}, headers=HTMX)
    assert lesson.items.count() == 2
    assert client.post(f"{ITEMS}put-in-list", {"id": ids}, headers=HTMX).status_code == 400


def test_the_ticked_are_deleted_and_come_back_together(client, alice):
    already = make_item(alice, text="Gone before.")
    discard_item(item=already)
    ids = [str(make_item(alice, text=text).pk) for text in ("One.", "Two.")]
    response = client.post(f"{ITEMS}delete", {"id": ids})
    assert "undo=" in response.url
    assert not Item.objects.filter(deleted_at=None).exists()
    client.post(f"{ITEMS}restore?at={response.url.partition('undo=')[2]}")
    assert set(Item.objects.filter(deleted_at=None).values_list("text", flat=True)) == {"One.", "Two."}


@pytest.mark.parametrize("ids", [[], ["nonsense"], ["00000000-0000-0000-0000-000000000007"]])
@pytest.mark.parametrize("name", ["tag", "untag", "put-in-list", "refresh", "delete"])
def test_ticking_nothing_changes_nothing(client, name, ids):
    sent = {"id": ids, "tags": "new", "list_name": "Lesson"}
    assert client.post(f"{ITEMS}{name}", sent, headers=HTMX).status_code in (400, 404)
    assert not ItemList.objects.exists()


def test_the_sound_of_the_ticked_is_made_again(client, alice):
    item = make_item(alice, is_ready=True)
    client.post(f"{ITEMS}refresh", {"id": [str(item.pk)]}, headers=HTMX)
    item.refresh_from_db()
    assert item.audio.state == AudioState.PENDING


def test_a_sound_that_is_there_takes_its_place_and_the_others_are_asked_for_again(client, alice):
    ready, waiting = make_item(alice), make_item(alice, text="Not yet.")
    page = shown(client)
    assert page.count("/items/sounds?ids=") == 1
    make_ready(ready)
    part = shown(client, f"{ITEMS}sounds", headers=HTMX, ids=f"{ready.pk},{waiting.pk}")
    assert f'id="item-sound-{ready.pk}" hx-swap-oob="true"' in part
    assert f"ids={waiting.pk}" in part
    make_ready(waiting)
    assert "sounds?ids=" not in shown(client, f"{ITEMS}sounds", headers=HTMX, ids=str(waiting.pk))
    assert "item-sound" not in shown(client, f"{ITEMS}sounds", headers=HTMX)


def test_one_that_can_not_be_spoken_says_why(client, alice):
    item = make_item(alice)
    item.audio = ItemAudio.objects.create(
        owner=alice, content_hash="f" * 64, locale="xx", state=AudioState.FAILED, error="No voice speaks it."
    )
    item.save()
    assert "No voice speaks it." in shown(client)


def test_what_the_filters_leave_is_exported(client, alice):
    make_item(alice, text="Easy one.", difficulty=1)
    make_item(alice, text="Hard one.", difficulty=5)
    text = client.get(f"{ITEMS}export", {"format": "csv", "difficulty": "5"}).content.decode()
    assert "Hard one." in text
    assert "Easy one." not in text
    assert client.get(f"{ITEMS}export", {"format": "exe"}).status_code == 400


def test_a_file_is_imported_as_a_list_or_says_what_is_wrong(client):
    good = SimpleUploadedFile("Lesson 9.csv", b"text\nOne.\nTwo.\n")
    response = client.post(f"{ITEMS}import", {"file": good, "locale": "en-GB", "as_list": "true"})
    assert response.url == f"/practice/lists/{ItemList.objects.get(name='Lesson 9').pk}/"
    bad = SimpleUploadedFile("bad.csv", b"text,locale\nOne.,en\n...,en\n")
    response = client.post(f"{ITEMS}import", {"file": bad, "locale": "en-GB"})
    assert response.status_code == 422
    assert "Line 3" in response.content.decode()
    assert client.post(f"{ITEMS}import", {"locale": "en-GB"}).status_code == 422
    assert Item.objects.count() == 2
