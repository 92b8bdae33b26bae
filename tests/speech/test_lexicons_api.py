"""`/api/lexicons`."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from speech.lexicons.services import LEXICONS_AT_MOST, WORDS_AT_MOST
from speech.models import Lexicon
from tests.answers import error_of
from tests.speech.lexicon_builders import make_lexicon


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


def file(text: str, name: str = "Names.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_a_lexicon_is_made_read_changed_and_deleted(api):
    body = {
        "name": "Names",
        "language": "EN_us",
        "words": [{"written": "SQL", "respelling": "sequel"}, {"written": "Nguyen", "ipa": "/ŋwiən/"}],
    }
    made = api.post("/api/lexicons", body, format="json")
    assert made.status_code == 201
    lexicon = made.json()
    assert (lexicon["language"], lexicon["word_count"]) == ("en-US", 2)
    assert [word["ipa"] for word in lexicon["words"]] == ["", "ŋwiən"]
    address = f"/api/lexicons/{lexicon['id']}"
    assert api.get(address).json() == lexicon
    renamed = api.patch(address, {"name": "People"}, format="json").json()
    assert (renamed["name"], renamed["words"]) == ("People", lexicon["words"])
    replaced = api.put(address, {"name": "Empty"}, format="json").json()
    assert (replaced["language"], replaced["words"]) == ("", [])
    assert api.delete(address).status_code == 204
    assert error_of(api.get(address)) == (404, "not_found", None)


def test_words_are_added_changed_and_removed_one_by_one(alice, api):
    address = f"/api/lexicons/{make_lexicon(alice).pk}/words"
    added = api.post(address, {"written": "SQL", "respelling": "sequel"}, format="json")
    assert added.status_code == 201
    assert added.json()["whole_word"] is True
    one = f"{address}/{added.json()['id']}"
    changed = api.patch(one, {"ipa": "ˈsiːkwəl"}, format="json").json()
    assert (changed["written"], changed["respelling"], changed["ipa"]) == ("SQL", "", "ˈsiːkwəl")
    changed = api.patch(one, {"case_sensitive": True}, format="json").json()
    assert (changed["ipa"], changed["case_sensitive"]) == ("ˈsiːkwəl", True)
    assert api.delete(one).status_code == 204
    assert api.delete(one).status_code == 404


def test_the_list_is_ones_own_by_name_and_asks_once(alice, bob, api, django_assert_max_num_queries):
    make_lexicon(bob, "Bobs")
    for name in ("b", "A", "c"):
        make_lexicon(alice, name, x="y")
    with django_assert_max_num_queries(8):
        body = api.get("/api/lexicons").json()
    assert [item["name"] for item in body["items"]] == ["A", "b", "c"]
    assert body["items"][0]["word_count"] == 1
    assert "words" not in body["items"][0]
    assert api.get("/api/lexicons?limit=1&offset=1").json()["items"][0]["name"] == "b"


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"name": ["x"]}, "name"),
        ({"name": "x", "langauge": "en"}, "langauge"),
        ({"name": "x", "language": "English!"}, "language"),
        ({"name": "x", "words": "SQL"}, "words"),
        ({"name": "x", "words": [{"written": "a"}]}, "words.0.respelling"),
        ({"name": "x", "words": [{"written": "a", "respelling": "b"}, 7]}, "words.1"),
        ({"name": "x", "words": [{"respelling": "b"}]}, "words.0.written"),
        ({"name": "x", "words": [{"written": "a", "ipa": "9"}]}, "words.0.ipa"),
        ({"name": "x", "words": [{"written": "a", "respelling": "b", "sound": "c"}]}, "words.0.sound"),
        ({"name": "x", "words": [{"written": "a", "respelling": "b"}] * (WORDS_AT_MOST + 1)}, "words"),
        ([], None),
    ],
)
def test_a_bad_lexicon_names_the_field(alice, api, body, param):
    response = api.post("/api/lexicons", body, format="json")
    assert (response.status_code, response.json()["error"]["param"]) == (400, param)
    assert not Lexicon.objects.exists()


def test_a_patch_with_one_wrong_word_changes_nothing(alice, api):
    lexicon = make_lexicon(alice, SQL="sequel")
    address = f"/api/lexicons/{lexicon.pk}"
    before = api.get(address).json()
    for words in (
        [{"written": "a", "respelling": "b"}, {"respelling": "c"}],
        [{"written": "a", "ipa": "ə"}] * 2,
    ):
        response = api.patch(address, {"name": "New", "words": words}, format="json")
        assert response.status_code in (400, 409)
        assert response.json()["error"]["param"] == "words.1.written"
    assert api.get(address).json() == before


def test_conflicts_are_409(alice, api):
    lexicon = make_lexicon(alice, SQL="sequel")
    again = api.post("/api/lexicons", {"name": "HOUSE NAMES"}, format="json")
    assert error_of(again) == (409, "name_taken", "name")
    word = api.post(f"/api/lexicons/{lexicon.pk}/words", {"written": "sql", "respelling": "x"}, format="json")
    assert error_of(word) == (409, "word_exists", "written")


def test_there_is_room_for_so_many(alice, api):
    Lexicon.objects.bulk_create(
        Lexicon(owner=alice, name=f"n{number}", name_folded=f"n{number}")
        for number in range(LEXICONS_AT_MOST)
    )
    assert error_of(api.post("/api/lexicons", {"name": "x"}, format="json")) == (
        400,
        "too_many_lexicons",
        None,
    )


def test_anothers_word_is_absent(alice, bob, api_of):
    lexicon = make_lexicon(alice, SQL="sequel")
    own = make_lexicon(bob, x="y")
    word = lexicon.words.get()
    for holder in (lexicon, own):
        address = f"/api/lexicons/{holder.pk}/words/{word.pk}"
        assert api_of(bob).patch(address, {"respelling": "hacked"}, format="json").status_code == 404
        assert api_of(bob).delete(address).status_code == 404
    assert lexicon.words.get().respelling == "sequel"


def test_trying_tells_what_would_be_said_and_where(alice, api):
    lexicon = make_lexicon(alice, language="en", SQL="sequel")
    address = f"/api/lexicons/{lexicon.pk}/try"
    assert api.post(address, {"text": "I like SQL."}, format="json").json() == {
        "text": "I like SQL.",
        "said": "I like sequel.",
        "applies": True,
        "replacements": [{"start": 7, "end": 10, "written": "SQL", "said": "sequel", "is_ipa": False}],
    }
    french = api.post(address, {"text": "SQL", "language": "fr"}, format="json").json()
    assert (french["said"], french["applies"]) == ("SQL", False)


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "x" * 5_001}, "text"),
        ({"text": "x", "language": "?"}, "language"),
        ({"text": "x", "voice": "y"}, "voice"),
    ],
)
def test_a_bad_trial_names_the_field(alice, api, body, param):
    response = api.post(f"/api/lexicons/{make_lexicon(alice).pk}/try", body, format="json")
    assert (response.status_code, response.json()["error"]["param"]) == (400, param)


def test_an_export_is_imported_again(alice, bob, api, api_of):
    lexicon = make_lexicon(alice, "Names/1", SQL="sequel", GIF="jif, not gif")
    exported = api.get(f"/api/lexicons/{lexicon.pk}/export")
    assert exported["Content-Type"].startswith("text/csv")
    assert 'filename="Names-1.csv"' in exported["Content-Disposition"]
    sent = SimpleUploadedFile("Names.csv", exported.content)
    made = api_of(bob).post("/api/lexicons/import", {"file": sent, "language": "en"})
    assert made.status_code == 201
    assert (made.json()["name"], made.json()["language"]) == ("Names", "en")
    assert [word["respelling"] for word in made.json()["words"]] == ["sequel", "jif, not gif"]


def test_a_file_is_merged_into_a_lexicon(alice, api):
    lexicon = make_lexicon(alice, SQL="sequel")
    response = api.post(f"/api/lexicons/{lexicon.pk}/import", {"file": file("sql,squeal\nURL,earl\n")})
    assert response.json() == {"added": 1, "changed": 1}


def test_a_bad_file_is_refused_with_its_lines(alice, api):
    response = api.post("/api/lexicons/import", {"file": file("written,ipa\nSQL,9\n")})
    assert error_of(response) == (400, "bad_rows", "file")
    assert "Line 2" in response.json()["error"]["message"]
    assert api.post("/api/lexicons/import", {}).json()["error"]["param"] == "file"
    assert api.post("/api/lexicons/import", {"file": "text"}).json()["error"]["param"] == "file"
    assert api.post("/api/lexicons/import", {"file": "x"}, format="json").status_code == 415
    assert not Lexicon.objects.exists()


def test_no_lexicon_has_no_words(api):
    body = {"written": "SQL", "respelling": "sequel"}
    assert api.post(f"/api/lexicons/{uuid.uuid4()}/words", body, format="json").status_code == 404
