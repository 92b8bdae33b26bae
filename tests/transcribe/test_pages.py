"""The Transcribe page and a transcript's own page, without a browser."""

import pytest

from clips.models import Clip
from history.models import Entry, State
from jobs.models import Job
from tests.transcribe.builders import done, fresh, garbage, make_transcript, sound, start
from transcribe.models import Transcript

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake")]
HTMX = {"HX-Request": "true"}
FORM = {"model": "fake"}


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


def url(transcript: Transcript, name: str = "") -> str:
    return f"/transcribe/{transcript.entry_id}/{name}"


def text_of(response) -> str:
    return response.content.decode()


def test_an_empty_page_says_what_to_do_first(client):
    page = text_of(client.get("/transcribe/"))
    assert "Nothing transcribed yet" in page
    assert "data-choose-files" in page


def test_files_become_cards_and_a_job(client, alice):
    form = {**FORM, "file": [sound(name="one.wav"), sound(name="two.wav")], "language": "Finnish"}
    response = client.post("/transcribe/", form, headers=HTMX)
    page = text_of(response)
    assert "jobs-started" in response["HX-Trigger"]
    assert page.index("two</a>") < page.index("one</a>")
    assert 'hx-swap-oob="afterbegin:#transcripts"' in page
    assert Entry.objects.get(title="one").settings["language"] == "fi"
    assert Job.objects.get().title == "Transcribe 2 files"


def test_without_scripts_it_goes_back_to_the_page(client):
    response = client.post("/transcribe/", {**FORM, "file": sound()}, follow=True)
    assert "Waiting its turn" in text_of(response)


def test_a_file_that_cant_be_heard_is_told_beside_the_others(client):
    form = {**FORM, "file": [sound(), garbage()]}
    page = text_of(client.post("/transcribe/", form, headers=HTMX))
    assert "<strong>notes.mp3</strong>" in page
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"file": []}, "Choose at least one file"),
        ({"language": "Klingon"}, "There is no language &#x27;Klingon&#x27;"),
        ({"model": "nobody"}, "nobody is not one of the available choices"),
        ({"prompt": "x" * 3_000}, "at most 2000 characters"),
        ({"keywords": ",".join(["word"] * 101)}, "100 keywords are the most"),
    ],
)
def test_what_is_wrong_is_said_in_the_form_and_nothing_is_stored(client, changes, says):
    response = client.post("/transcribe/", {**FORM, "file": sound(), **changes}, headers=HTMX)
    assert response.status_code == 422
    assert says in text_of(response)
    assert not Clip.objects.exists()


def test_a_bad_file_alone_is_an_error_of_the_form(client):
    response = client.post("/transcribe/", {**FORM, "file": garbage()}, headers=HTMX)
    assert response.status_code == 422
    assert 'role="alert"' in text_of(response)


def test_what_was_chosen_last_is_chosen_again_but_not_the_names_in_it(client):
    form = {**FORM, "file": sound(), "language": "fi", "speakers": "on", "keywords": "Ada"}
    client.post("/transcribe/", form)
    page = text_of(client.get("/transcribe/"))
    assert 'value="Finnish"' in page
    assert 'name="speakers" id="id_speakers" checked' in page.replace("\n", "")
    assert "Ada" not in page


def test_a_recording_is_known_as_one(client):
    client.post("/transcribe/", {**FORM, "file": sound(), "is_recording": "1"})
    assert Clip.objects.get().source == "recording"


def test_a_card_shows_how_far_it_is_and_what_was_heard_so_far(client, alice):
    transcript = make_transcript(alice, state=State.MAKING)
    Transcript.objects.filter(pk=transcript.pk).update(heard_seconds=6)
    page = text_of(client.get(url(transcript, "state"), headers=HTMX))
    assert 'value="0.5"' in page
    assert "0:06 of 0:12" in page
    assert "Good morning Bob, how are you?" in page
    assert "every 800ms" in page


def test_a_card_that_is_done_is_drawn_whole_and_asks_no_more(client, alice):
    transcript = make_transcript(alice)
    response = client.get(url(transcript, "state"), headers=HTMX)
    assert "HX-Retarget" not in response
    assert f'id="transcript-{transcript.entry_id}"' in text_of(response)
    assert "hx-trigger" not in text_of(response)


def test_its_page_asks_for_what_came_since(client, alice):
    transcript = make_transcript(alice, state=State.MAKING)
    page = text_of(client.get(url(transcript)))
    assert "?after=2" in page
    page = text_of(client.get(url(transcript, "segments?after=0"), headers=HTMX))
    assert "Good morning Ada." not in page
    assert "Good morning Bob" in page
    assert "?after=2" in page
    page = text_of(client.get(url(transcript, "segments?after=2"), headers=HTMX))
    assert "hx-swap-oob" not in page


@pytest.mark.parametrize("after", ["", "x", "-5", "9" * 30])
def test_a_place_that_is_none_begins_at_the_beginning(client, alice, after):
    transcript = make_transcript(alice, state=State.MAKING)
    page = text_of(client.get(url(transcript, f"segments?after={after}"), headers=HTMX))
    assert "Good morning Ada." in page


def test_its_page_is_drawn_whole_when_it_is_done(client, alice):
    transcript = make_transcript(alice)
    response = client.get(url(transcript, "segments?after=1"), headers=HTMX)
    assert "HX-Retarget" not in response
    assert 'id="transcript"' in text_of(response)
    assert "Find in the transcript" in text_of(response)


def test_words_of_a_card_go_with_the_text_it_shows(client, alice):
    transcript = make_transcript(alice, *["word " * 200 + "end."] * 3)
    told = client.get(url(transcript, "words")).json()
    assert told["state"] == "done"
    assert 0 < max(end for _, end, _, _ in told["words"]) <= 1_500


def test_a_line_is_corrected_in_place(client, alice):
    transcript = make_transcript(alice)
    form = text_of(client.get(url(transcript, "segments/1/edit"), headers=HTMX))
    assert "Good morning Bob, how are you?</textarea>" in form
    page = text_of(client.post(url(transcript, "segments/1/edit"), {"text": "Morning, Bob!"}, headers=HTMX))
    assert "Morning, Bob!" in page
    assert "edited" in page
    assert fresh(transcript).entry.text == "Good morning Ada. Morning, Bob! Fine."
    page = text_of(client.post(url(transcript, "segments/1/revert"), headers=HTMX))
    assert "Good morning Bob, how are you?" in page
    assert not fresh(transcript).is_edited


def test_without_scripts_a_line_has_a_page_to_be_corrected_on(client, alice):
    transcript = make_transcript(alice)
    assert "</textarea>" in text_of(client.get(url(transcript, "segments/1/edit")))
    response = client.post(url(transcript, "segments/1/edit"), {"text": "Hi."}, follow=True)
    assert "Hi." in text_of(response)


def test_a_correction_that_is_too_long_is_said_at_its_field_and_not_lost(client, alice):
    transcript = make_transcript(alice)
    response = client.post(url(transcript, "segments/1/edit"), {"text": "x" * 10_001}, headers=HTMX)
    assert response.status_code == 422
    assert "10,000 are the most" in text_of(response)
    assert "x" * 10_001 in text_of(response)


def test_all_corrections_are_taken_back_at_once(client, alice):
    transcript = make_transcript(alice)
    for position in (0, 1):
        client.post(url(transcript, f"segments/{position}/edit"), {"text": "Changed."})
    assert "Changed." not in text_of(client.post(url(transcript, "revert"), headers=HTMX))


def test_a_name_is_shown_everywhere(client, alice):
    transcript = make_transcript(alice)
    page = text_of(client.post(url(transcript, "speakers"), {"speaker-A": "Ada"}, headers=HTMX))
    assert page.count('class="segment__speaker">Ada') == 2
    assert page.count('class="segment__speaker">B<') == 1


def test_who_speaks_is_told_where_that_changes(client, alice):
    transcript = make_transcript(alice, "One.", "Two.", "Three.", "Four.", speakers="AABB")
    page = text_of(client.get(url(transcript)))
    assert page.count('class="segment__speaker"') == 2
    assert "segment__speaker" not in text_of(client.get(url(transcript, "segments/1"), headers=HTMX))
    assert "segment__speaker" in text_of(client.get(url(transcript, "segments/2"), headers=HTMX))


def test_a_name_that_is_too_long_is_told(client, alice):
    transcript = make_transcript(alice)
    response = client.post(url(transcript, "speakers"), {"speaker-A": "x" * 81}, headers=HTMX)
    assert "80 characters" in response["HX-Trigger"]
    assert fresh(transcript).speaker_names == {}


def test_a_title_is_changed_and_may_not_be_empty(client, alice):
    transcript = make_transcript(alice)
    client.post(url(transcript, "rename"), {"title": " The meeting "})
    assert fresh(transcript).entry.title == "The meeting"
    assert "Give the clip a title" in text_of(
        client.post(url(transcript, "rename"), {"title": " "}, follow=True)
    )


def test_a_deleted_transcript_comes_back(client, alice):
    transcript = make_transcript(alice)
    response = client.post(url(transcript, "delete"), headers=HTMX)
    assert f"/transcribe/{transcript.entry_id}/restore" in response["HX-Trigger"]
    assert client.get(url(transcript)).status_code == 404
    response = client.post(url(transcript, "restore"), headers=HTMX)
    assert "transcripts-changed" in response["HX-Trigger"]
    assert client.get(url(transcript)).status_code == 200


def test_deleting_it_without_scripts_offers_to_undo_it(client, alice):
    transcript = make_transcript(alice)
    page = text_of(client.post(url(transcript, "delete"), follow=True))
    assert "is deleted" in page
    assert url(transcript, "restore") in page


def test_what_failed_is_tried_again_from_its_card(client, alice):
    [transcript] = start(alice).transcripts
    client.post(url(transcript, "stop"), headers=HTMX)
    assert "You stopped it." in text_of(client.get("/transcribe/"))
    response = client.post(url(transcript, "again"), headers=HTMX)
    assert "jobs-started" in response["HX-Trigger"]
    assert "Waiting its turn" in text_of(response)
    done(fresh(transcript).job)
    assert "one two three" in text_of(client.get("/transcribe/"))


def test_buttons_of_its_own_page_draw_that_page(client, alice):
    transcript = make_transcript(alice)
    headers = {**HTMX, "HX-Target": "transcript"}
    assert 'id="transcript"' in text_of(client.post(url(transcript, "keep"), headers=headers))
    assert Clip.objects.get().kept


def test_a_search_finds_titles_and_texts(client, alice):
    make_transcript(alice, "The ferry came late.", title="Harbour")
    make_transcript(alice, "Bread and butter.", title="Kitchen")
    for search, found, not_found in (("ferry", "Harbour", "Kitchen"), ("kitch", "Kitchen", "Harbour")):
        page = text_of(client.get("/transcribe/", {"q": search}, headers=HTMX))
        assert found in page
        assert not_found not in page
    assert "Nothing matches" in text_of(client.get("/transcribe/", {"q": "zebra"}, headers=HTMX))


def test_markup_in_what_was_heard_stays_text(client, alice):
    transcript = make_transcript(alice, "<script>alert(1)</script>", title="<b>bold</b>", speakers="")
    for address in ("/transcribe/", url(transcript)):
        page = text_of(client.get(address))
        assert "<script>alert" not in page
        assert "<b>bold" not in page


def test_a_long_list_is_fetched_in_parts(client, alice, django_assert_max_num_queries):
    for number in range(25):
        make_transcript(alice, title=f"Talk {number:02}", has_clip=False)
    with django_assert_max_num_queries(12):
        page = text_of(client.get("/transcribe/"))
    assert page.count('class="take"') == 20
    more = page.partition('hx-get="/transcribe/?before=')[2].partition('"')[0]
    rest = text_of(client.get(f"/transcribe/?before={more}", headers=HTMX))
    assert rest.count('class="take"') == 5


def test_a_failed_one_without_audio_says_why_and_offers_nothing_that_cant_be(client, alice):
    make_transcript(alice, state=State.FAILED, error="The audio of this transcript is gone.", has_clip=False)
    page = text_of(client.get("/transcribe/"))
    assert "The audio of this transcript is gone." in page
    assert "Try again" not in page


@pytest.mark.parametrize("name", ["txt", "srt", "vtt", "json", "verbose_json", "diarized_json", "docx"])
def test_every_form_can_be_downloaded(client, alice, name):
    transcript = make_transcript(alice, title="Harbour/talk")
    response = client.get(url(transcript, f"download?format={name}"))
    assert response.status_code == 200
    assert 'filename="Harbour-talk.' in response["Content-Disposition"]
    assert len(response.content) > 20
