"""Scripts into conversations: who gets which voice, files in any encoding, and what is refused."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from profiles.services import discard
from studio.models import Conversation
from tests.answers import error_of
from tests.profiles.builders import make_profile
from tests.studio.conversations.builders import make_conversation, make_spoken, texts_in, turns_in

URL = "/api/conversations"
PREVIEW = f"{URL}/script/preview"
SCRIPT = "ANNA: Hello.\nBERT (whispering): Not so loud.\nANNA: Sorry."


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


def file_of(text: str | bytes, name: str = "scene.txt", encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(encoding) if isinstance(text, str) else text)


def voices_in(conversation: Conversation) -> list[str]:
    return [turn.profile_name for turn in turns_in(conversation)]


def test_a_preview_tells_what_would_be_made_and_makes_nothing(alice, api):
    anna = make_profile(alice, "Anna")
    told = api.post(PREVIEW, {"text": SCRIPT}, format="json")
    assert told.status_code == 200
    body = told.json()
    assert (body["format"], body["left_out"]) == ("plain", ["(whispering)"])
    assert body["speakers"] == [
        {"speaker": "ANNA", "turn_count": 2, "profile_id": str(anna.pk), "profile_name": "Anna"},
        {"speaker": "BERT", "turn_count": 1, "profile_id": None, "profile_name": None},
    ]
    assert body["turns"][1] == {
        **{"speaker": "BERT", "text": "Not so loud.", "gap_ms": None, "profile_id": None},
    }
    assert not Conversation.objects.exists()
    made = api.post(URL, {"turns": body["turns"]}, format="json")
    assert [turn["profile_name"] for turn in made.json()["turns"]] == ["Anna", "", "Anna"]


def test_a_script_comes_behind_the_turns_or_instead_of_them(alice, api):
    conversation = make_conversation(alice, "Narrator: It is late.")
    address = f"{URL}/{conversation.pk}/script"
    added = api.post(address, {"text": SCRIPT}, format="json")
    assert (added.status_code, added["ETag"], len(added.json()["turns"])) == (201, '"2"', 4)
    clip = make_spoken(turns_in(conversation)[3])
    replaced = api.post(address, {"text": "BERT: New.\nANNA: Sorry.", "replace": True}, format="json")
    assert (replaced.status_code, replaced["ETag"]) == (201, '"3"')
    assert texts_in(conversation) == ["New.", "Sorry."]
    assert [turn.clip for turn in turns_in(conversation)] == [None, clip]


def test_speakers_have_the_profiles_they_are_given(alice, api):
    low, anna = make_profile(alice, "Deep voice"), make_profile(alice, "Anna")
    conversation = make_conversation(alice)
    address = f"{URL}/{conversation.pk}/script"
    speakers = {"anna": None, "Bert": " deep VOICE ", "nobody": str(low.pk)}
    api.post(address, {"text": SCRIPT, "speakers": speakers}, format="json")
    assert voices_in(conversation) == ["", "Deep voice", ""]
    speakers = {"ANNA": str(low.pk)}
    api.post(address, {"text": SCRIPT, "speakers": speakers, "replace": True}, format="json")
    assert voices_in(conversation) == ["Deep voice"] * 3  # Bert's as in the turns before
    api.post(address, {"text": "Anna: More."}, format="json")
    assert voices_in(conversation)[-1] == "Deep voice"  # as in the turns before, though Anna has a profile
    discard(profile=low)
    api.post(address, {"text": "Anna: And more."}, format="json")
    assert voices_in(conversation)[-1] == anna.name


def test_anothers_profile_is_none(alice, bob, api):
    conversation = make_conversation(alice)
    of_bob = make_profile(bob, "Anna")
    address = f"{URL}/{conversation.pk}/script"
    for wanted in ("Anna", str(of_bob.pk)):
        refused = api.post(address, {"text": SCRIPT, "speakers": {"ANNA": wanted}}, format="json")
        assert error_of(refused) == (404, "profile_not_found", "speakers.ANNA")
    assert texts_in(conversation) == []
    assert error_of(api.post(f"{URL}/{make_conversation(bob).pk}/script", {"text": "A: b"}))[0] == 404


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_file_is_read_in_any_usual_encoding(alice, api, encoding):
    conversation = make_conversation(alice)
    text = "JÜRGEN: Schöne Grüße aus Köln, lieber André.\nANNA: Für dich auch, bis übermorgen früh.\n"
    sent = {"file": file_of(text * 3, encoding=encoding), "replace": "true"}
    made = api.post(f"{URL}/{conversation.pk}/script", sent, format="multipart")
    assert made.status_code == 201
    assert turns_in(conversation)[0].speaker == "JÜRGEN"
    assert texts_in(conversation)[0] == "Schöne Grüße aus Köln, lieber André."


def test_a_files_name_says_its_format(alice, api):
    cue = "00:00:01,000 --> 00:00:02,000\nANNA: Hi.\n\n00:00:04,000 --> 00:00:05,000\nBERT: Ho.\n"
    anna = make_profile(alice, "Somebody")
    sent = {
        "file": file_of(cue, "a.SRT"),
        "keep_times": "true",
        "speakers": json.dumps({"ANNA": str(anna.pk)}),
    }
    told = api.post(PREVIEW, sent, format="multipart").json()
    assert (told["format"], [turn["gap_ms"] for turn in told["turns"]]) == ("srt", [None, 2_000])
    assert told["speakers"][0]["profile_name"] == "Somebody"
    told = api.post(PREVIEW, {"file": file_of("ANNA\nhi", "a.fountain")}, format="multipart").json()
    assert (told["format"], told["turns"][0]["text"]) == ("fountain", "hi")


def test_pauses_are_no_longer_than_they_may_be(api):
    cue = "00:00:01,000 --> 00:00:02,000\nANNA: Hi.\n\n00:01:00,000 --> 00:01:05,000\nBERT: Ho.\n"
    told = api.post(PREVIEW, {"text": cue, "keep_times": True}, format="json").json()
    assert [turn["gap_ms"] for turn in told["turns"]] == [None, 10_000]


def test_what_is_too_long_for_a_turn_becomes_several(alice, api):
    conversation = make_conversation(alice)
    text = f"ANNA: {'This is a sentence. ' * 600}"
    assert api.post(f"{URL}/{conversation.pk}/script", {"text": text}, format="json").status_code == 201
    parts = texts_in(conversation)
    assert len(parts) == 3
    assert " ".join(parts) == ("This is a sentence. " * 600).strip()


@pytest.mark.parametrize(
    ("body", "status", "code", "param"),
    [
        ({}, 400, "invalid", "text"),
        ({"text": 5}, 400, "invalid", "text"),
        ({"text": ""}, 400, "nothing_to_say", "text"),
        ({"text": "[door]"}, 400, "nothing_to_say", "text"),
        ({"text": "x" * 500_001}, 413, "text_too_long", "text"),
        ({"text": "\n" * 50_000}, 413, "text_too_long", "text"),
        ({"text": "A: b\n" * 501}, 400, "too_many_turns", "text"),
        ({"text": SCRIPT, "format": "pdf"}, 400, "unknown_format", "format"),
        ({"text": SCRIPT, "format": []}, 400, "unknown_format", "format"),
        ({"text": SCRIPT, "keep_times": "yes"}, 400, "invalid", "keep_times"),
        ({"text": SCRIPT, "speakers": "Anna"}, 400, "invalid", "speakers"),
        ({"text": SCRIPT, "speakers": {"ANNA": 5}}, 400, "invalid", "speakers.ANNA"),
        ({"text": SCRIPT, "speakers": {"ANNA": "Nobody"}}, 404, "profile_not_found", "speakers.ANNA"),
        ({"text": SCRIPT, "voices": {}}, 400, "unknown_parameter", "voices"),
        ([], 400, "invalid", None),
    ],
)
def test_what_is_wrong_with_a_script_is_told(alice, api, body, status, code, param):
    conversation = make_conversation(alice, "one")
    for address in (PREVIEW, f"{URL}/{conversation.pk}/script"):
        assert error_of(api.post(address, body, format="json")) == (status, code, param)
    assert texts_in(conversation) == ["one"]


def test_half_of_a_character_is_told(api):
    sent = api.post(PREVIEW, rb'{"text": "ANNA: \ud800"}', content_type="application/json")
    assert error_of(sent) == (400, "invalid_text", "text")


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({}, 400, "invalid"),
        ({"file": "no file"}, 400, "invalid"),
        ({"file": file_of(b"", "a.txt")}, 400, "empty_file"),
        ({"file": file_of(b"%PDF-1.7 ...", "a.txt")}, 400, "wrong_document_kind"),
        ({"file": file_of("ANNA: hi", "a.docx")}, 400, "unknown_document_kind"),
        ({"file": file_of("ANNA: hi", "a")}, 400, "unknown_document_kind"),
        ({"file": file_of(b"\x00\x01\x02\x00", "a.txt")}, 400, "broken_document"),
        ({"file": file_of(b"x" * (4 * 1024**2 + 1), "a.txt")}, 413, "document_too_large"),
        ({"file": file_of("x" * 500_001, "a.txt")}, 413, "text_too_long"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(api, sent, status, code):
    assert error_of(api.post(PREVIEW, sent, format="multipart")) == (status, code, "file")


@pytest.mark.parametrize(
    ("sent", "param"),
    [
        ({"speakers": "{"}, "speakers"),
        ({"keep_times": "perhaps"}, "keep_times"),
        ({"other": "x"}, "other"),
    ],
)
def test_what_is_wrong_beside_a_file_is_told(api, sent, param):
    refused = api.post(PREVIEW, {"file": file_of(SCRIPT), **sent}, format="multipart")
    assert error_of(refused)[::2] == (400, param)


def test_there_is_room_for_so_many(alice, api, monkeypatch):
    monkeypatch.setattr("studio.conversations.turns.TURNS_AT_MOST", 3)
    conversation = make_conversation(alice, "one")
    address = f"{URL}/{conversation.pk}/script"
    assert error_of(api.post(address, {"text": SCRIPT}, format="json"))[1] == "too_many_turns"
    assert api.post(address, {"text": SCRIPT, "replace": True}, format="json").status_code == 201
