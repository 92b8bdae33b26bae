"""The Lexicons pages, with scripts and without."""

import re
import time
from urllib.parse import parse_qs, urlparse

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from common.undo import UNDO_WITHIN
from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings
from speech.lexicons import listening
from speech.lexicons.access import lexicon_for
from speech.lexicons.queries import lexicons_of
from speech.models import Lexicon, LexiconWord
from tests.speech.lexicon_builders import make_lexicon

HTMX = {"HX-Request": "true"}
WORD = {"written": "SQL", "said": "sequel", "way": "respelling", "whole_word": "on"}


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


@pytest.fixture
def lexicon(alice):
    return make_lexicon(alice, SQL="sequel")


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def words_of(lexicon: Lexicon) -> dict[str, str]:
    return {word.written: word.said for word in lexicon.words.all()}


def file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("Names.csv", text.encode())


def test_an_empty_list_says_what_to_do_first(client):
    page = text_of(client.get("/lexicons/"))
    assert "No lexicons yet" in page
    assert "Give the first one a name below" in page


def test_it_shows_ones_own(bob, client, lexicon):
    make_lexicon(bob, "Bobs secret")
    page = client.get("/lexicons/")
    assert "House names" in text_of(page)
    assert "1 word" in text_of(page)
    assert b"Bobs secret" not in page.content


def test_the_list_asks_no_more_for_more_lexicons(alice, client, django_assert_max_num_queries):
    for number in range(20):
        make_lexicon(alice, f"Number {number}", a="b", c="d")
    with django_assert_max_num_queries(8):
        client.get("/lexicons/")


def test_making_one_leads_to_its_page(alice, client):
    response = client.post("/lexicons/", {"name": "Names", "language": "en_gb"}, follow=True)
    assert "No words yet" in text_of(response)
    assert Lexicon.objects.get().language == "en-GB"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"name": ""}, "Give the lexicon a name."),
        ({"name": "house NAMES"}, "You have a lexicon called"),
        ({"name": "x", "language": "English!"}, "not a language code"),
    ],
)
def test_what_is_wrong_is_said_in_place_and_nothing_is_lost(client, lexicon, form, told):
    response = client.post("/lexicons/", {"note": "What I typed", **form})
    assert response.status_code == 422
    assert told in text_of(response)
    assert "What I typed" in response.content.decode()


def test_it_is_renamed(alice, client, lexicon):
    make_lexicon(alice, "Taken")
    address = f"/lexicons/{lexicon.pk}/edit"
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "taken"}).status_code == 422
    assert client.post(address, {"name": "New", "note": "n", "language": ""}).status_code == 302
    assert lexicon_for(alice, lexicon.pk).name == "New"


def test_a_deleted_one_comes_back_by_the_toast(alice, client, lexicon):
    response = client.post(f"/lexicons/{lexicon.pk}/delete", headers=HTMX)
    assert response.content == b""
    assert f"/lexicons/{lexicon.pk}/restore" in response["HX-Trigger"]
    assert client.get(f"/lexicons/{lexicon.pk}").status_code == 404
    assert not lexicons_of(alice).exists()
    restored = client.post(f"/lexicons/{lexicon.pk}/restore", headers=HTMX)
    assert (restored.status_code, "lexicons-changed" in restored["HX-Trigger"]) == (204, True)
    assert "sequel" in text_of(client.get(f"/lexicons/{lexicon.pk}"))


def test_without_scripts_it_comes_back_by_a_button(client, lexicon):
    page = client.post(f"/lexicons/{lexicon.pk}/delete", follow=True)
    assert "“House names” is deleted." in text_of(page)
    assert "is back" in text_of(client.post(f"/lexicons/{lexicon.pk}/restore", follow=True))
    assert client.get("/lexicons/?deleted=nonsense").status_code == 200


def test_a_word_is_added_and_the_form_is_empty_for_the_next(client, lexicon):
    form = {"written": "Nguyen", "said": "ŋwiən", "way": "ipa"}
    response = client.post(f"/lexicons/{lexicon.pk}/words", form, headers=HTMX)
    assert response.status_code == 200
    assert "words-changed" in response["HX-Trigger"]
    assert "Nguyen" not in response.content.decode()
    assert re.search(r'value="ipa"[^>]*checked', response.content.decode())
    assert words_of(lexicon) == {"SQL": "sequel", "Nguyen": "/ŋwiən/"}
    assert not lexicon.words.get(written="Nguyen").whole_word


def test_a_word_is_added_without_scripts(client, lexicon):
    page = client.post(
        f"/lexicons/{lexicon.pk}/words", {**WORD, "written": "GIF", "said": "jif"}, follow=True
    )
    assert "“GIF” is added." in text_of(page)
    wrong = client.post(f"/lexicons/{lexicon.pk}/words", {**WORD, "said": "?"})
    assert wrong.status_code == 422
    assert wrong.content.count(b"<h1") == 1


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (WORD, "“SQL” is in this lexicon already."),
        ({**WORD, "written": ""}, "Write the word as it stands in the text."),
        ({**WORD, "said": ""}, "Say how it sounds."),
        ({**WORD, "said": "se'quel", "way": "ipa"}, "Perhaps ˈ is meant."),
        ({**WORD, "way": "song"}, "not one of the available choices"),
    ],
)
def test_a_wrong_word_is_told_at_its_field_and_kept(client, lexicon, form, told):
    response = client.post(f"/lexicons/{lexicon.pk}/words", form, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 422
    assert told in text_of(response).replace("&#x27;", "'")
    assert "<html" not in page
    for value in (form["written"], form["said"]):
        assert f'value="{value}"'.replace("'", "&#x27;") in page


def test_a_word_is_changed_in_its_row_or_as_a_page(client, lexicon):
    word = lexicon.words.get()
    address = f"/lexicons/{lexicon.pk}/words/{word.pk}"
    assert b"<html" not in client.get(address, headers=HTMX).content
    assert b"<html" in client.get(address).content
    row = client.post(address, {**WORD, "said": "squeal"}, headers=HTMX)
    assert "squeal" in text_of(row)
    assert "word-changed" in row["HX-Trigger"]
    assert client.post(address, {**WORD, "said": ""}, headers=HTMX).status_code == 422
    assert "Saved." in text_of(client.post(address, {**WORD, "said": "ess cue ell"}, follow=True))
    assert words_of(lexicon) == {"SQL": "ess cue ell"}
    assert "ess cue ell" in text_of(client.get(f"{address}/row", headers=HTMX))


def undo_address(response) -> str:
    return re.search(r'"undo_url": "([^"]+)"', response["HX-Trigger"]).group(1)


def test_a_removed_word_comes_back_once(client, lexicon):
    word = lexicon.words.get()
    removed = client.post(f"/lexicons/{lexicon.pk}/words/{word.pk}/remove", headers=HTMX)
    assert words_of(lexicon) == {}
    undo = undo_address(removed)
    assert client.post(undo, headers=HTMX).status_code == 204
    assert words_of(lexicon) == {"SQL": "sequel"}
    assert client.post(undo, headers=HTMX).status_code == 409


def test_a_removed_word_comes_back_without_scripts(client, lexicon):
    word = lexicon.words.get()
    removed = client.post(f"/lexicons/{lexicon.pk}/words/{word.pk}/remove")
    page = client.get(removed.url)
    assert "“SQL” is removed." in text_of(page)
    token = parse_qs(urlparse(removed.url).query)["removed"][0]
    assert client.post(f"/lexicons/{lexicon.pk}/words/undo?removed={token}").status_code == 302
    assert words_of(lexicon) == {"SQL": "sequel"}


def test_an_undo_is_for_its_lexicon_and_a_while(alice, client, lexicon, monkeypatch):
    other = make_lexicon(alice, "Other")
    word = lexicon.words.get()
    undo = undo_address(client.post(f"/lexicons/{lexicon.pk}/words/{word.pk}/remove", headers=HTMX))
    assert client.post(undo.replace(str(lexicon.pk), str(other.pk))).status_code == 404
    assert client.post(undo[:-1] + ("a" if undo[-1] != "a" else "b")).status_code == 404
    later = time.time() + UNDO_WITHIN.total_seconds() + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert client.post(undo).status_code == 404
    assert not LexiconWord.objects.exists()


def test_many_words_come_in_pages_and_are_searched(alice, client):
    lexicon = make_lexicon(alice, **{f"word{number:03}": f"said{number:03}" for number in range(120)})
    first = client.get(f"/lexicons/{lexicon.pk}").content.decode()
    assert ("word119" in first, "word000" in first) == (True, False)
    last = client.get(f"/lexicons/{lexicon.pk}?page=3", headers=HTMX).content.decode()
    assert "word000" in last
    assert "<section" not in last
    found = client.get(f"/lexicons/{lexicon.pk}?q=said007", headers=HTMX)
    assert found.content.count(b'class="word"') == 1
    assert "No word has" in text_of(client.get(f"/lexicons/{lexicon.pk}?q=nowhere"))


def test_the_test_box_marks_what_is_replaced(client, lexicon):
    response = client.get(f"/lexicons/{lexicon.pk}/try", {"text": "Is <b>SQL</b> sql?"}, headers=HTMX)
    page = response.content.decode()
    assert page.count("<mark>sequel</mark>") == 2
    assert "<del>SQL</del>" in page
    assert "&lt;b&gt;" in page
    assert "<html" not in page


def test_the_test_box_works_without_scripts_and_starts_with_the_newest_words(client, lexicon):
    assert "<mark>sequel</mark>" in client.get(f"/lexicons/{lexicon.pk}").content.decode()
    page = client.get(f"/lexicons/{lexicon.pk}", {"text": "No word of it"})
    assert "No word of this lexicon is in it." in text_of(page)


def test_too_long_a_sentence_is_told_in_place(client, lexicon):
    response = client.get(f"/lexicons/{lexicon.pk}/try", {"text": "x" * 301}, headers=HTMX)
    assert "Try 300 characters at most." in text_of(response)
    assert "data-play" not in client.get(f"/lexicons/{lexicon.pk}/try", {"text": "?!"}).content.decode()


def test_a_changed_word_has_a_new_address_to_listen_to(client, lexicon):
    def address() -> str:
        page = client.get(f"/lexicons/{lexicon.pk}/try", {"text": "SQL"}, headers=HTMX).content.decode()
        return re.search(r'data-src="([^"]+)"', page).group(1)

    before = address()
    assert before == address()
    client.post(f"/lexicons/{lexicon.pk}/words", {**WORD, "written": "GIF"})
    assert address() != before


@pytest.fixture
def espeak(monkeypatch, tmp_path):
    """The engine that needs no weights."""
    settings = EngineSettings(kokoro_dir=tmp_path, piper_dirs=())
    known = Registry(settings, engines={"espeak": "speech.engines.espeak"})
    monkeypatch.setattr(listening, "engines", lambda: [known.engine("espeak")])


@pytest.mark.parametrize("language", ["", "fr"])
def test_listening_gives_audio(alice, client, espeak, language):
    lexicon = make_lexicon(alice, language=language, SQL="sequel")
    response = client.get(f"/lexicons/{lexicon.pk}/listen", {"text": "I like SQL."})
    assert response.status_code == 200
    assert response["Content-Type"] == "audio/mpeg"
    audio = b"".join(response.streaming_content)
    assert len(audio) > 3_000


def test_a_respelling_is_what_is_heard(alice, client, espeak):
    def heard(text: str, **words: str) -> bytes:
        lexicon = make_lexicon(alice, f"{text} {words}", **words)
        return b"".join(client.get(f"/lexicons/{lexicon.pk}/listen", {"text": text}).streaming_content)

    short, long = heard("A cat."), heard("A cat.", cat="hippopotamus on a bicycle")
    assert len(long) > 1.5 * len(short)


@pytest.mark.parametrize(
    ("text", "told"), [("x" * 301, "300 characters"), ("", "nothing to say"), ("?!", "nothing to say")]
)
def test_what_can_not_be_heard_is_refused_before_any_audio(client, lexicon, espeak, text, told):
    response = client.get(f"/lexicons/{lexicon.pk}/listen", {"text": text})
    assert response.status_code == 400
    assert told in text_of(response)


def test_no_voice_for_a_language_is_said(alice, client, monkeypatch):
    monkeypatch.setattr(listening, "engines", lambda: [])
    lexicon = make_lexicon(alice)
    response = client.get(f"/lexicons/{lexicon.pk}/listen", {"text": "hello"})
    assert response.status_code == 503
    assert "No voice on this server" in text_of(response)


def test_a_file_becomes_a_lexicon_or_joins_one(client, lexicon):
    page = client.post("/lexicons/import", {"file": file("GIF,jif\nURL,earl\n")}, follow=True)
    assert "“Names” has 2 words." in text_of(page)
    page = client.post(f"/lexicons/{lexicon.pk}/import", {"file": file("GIF,jif\nsql,squeal\n")}, follow=True)
    assert "Words added: 1. Changed: 1." in text_of(page)
    assert words_of(lexicon) == {"sql": "squeal", "GIF": "jif"}


def test_a_bad_file_is_told_in_place_with_its_lines(client, lexicon):
    for address in ("/lexicons/import", f"/lexicons/{lexicon.pk}/import"):
        response = client.post(address, {"file": file("GIF,jif\nURL,\n")})
        assert response.status_code == 422
        assert "Line 2: Say how it sounds" in text_of(response)
        assert "Choose a CSV file." in text_of(client.post(address))
    assert words_of(lexicon) == {"SQL": "sequel"}


def test_an_export_is_a_file(client, lexicon):
    response = client.get(f"/lexicons/{lexicon.pk}/export.csv")
    assert "attachment" in response["Content-Disposition"]
    assert "SQL,sequel,,false,true" in response.content.decode("utf-8-sig")


def test_an_administrator_renames_and_deletes_through_the_services(admin_user, alice, client_of, lexicon):
    make_lexicon(alice, "Taken")
    admin = client_of(admin_user)
    address = f"/admin/speech/lexicon/{lexicon.pk}/change/"
    taken = admin.post(address, {"name": "TAKEN", "language": "", "note": ""})
    assert "already" in text_of(taken)
    assert admin.post(address, {"name": "New", "language": "en_us", "note": ""}).status_code == 302
    changed = lexicon_for(alice, lexicon.pk)
    assert (changed.name, changed.name_folded, changed.language) == ("New", "new", "en-US")
    word = lexicon.words.get()
    admin.post(f"/admin/speech/lexiconword/{word.pk}/delete/", {"post": "yes"})
    assert words_of(lexicon) == {}
    admin.post(f"/admin/speech/lexicon/{lexicon.pk}/delete/", {"post": "yes"})
    assert Lexicon.objects.get().name == "Taken"
