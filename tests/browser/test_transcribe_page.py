"""What a person does on the Transcribe page, with the real recogniser."""

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import audio_files
from tests.browser.waiting import until
from tests.speech.recognition import sounds

pytestmark = pytest.mark.browser
AUDIO = "document.querySelector('voice-player audio')"
SAID = "The river was high that morning, and the ferry had not come."


@pytest.fixture(scope="module")
def talk(tmp_path_factory) -> Path:
    """Two sentences."""
    path = tmp_path_factory.mktemp("sound") / "River talk.wav"
    samples = sounds.spoken(f"{SAID} Nobody on the other side knew why.")
    path.write_bytes(audio_files.wav(samples=samples[:, None], rate=16_000))
    return path


def newest(page: Page):
    return page.locator("#transcripts > .take").first


def send(page: Page, *paths: Path) -> None:
    page.goto("/transcribe/")
    before = page.locator(".take").count()
    page.locator("#id_file").set_input_files(paths)
    page.get_by_role("button", name="Transcribe", exact=True).click()
    expect(page.locator(".take")).to_have_count(before + len(paths))


def listed(page: Page, talk: Path) -> None:
    """Once it is done. It is heard for the first test alone: each leaves it as it was."""
    page.goto("/transcribe/")
    if not titles(page).count():
        send(page, talk)
    expect(page.locator(".transcript-progress")).to_have_count(0, timeout=120_000)


def titles(page: Page):
    return page.locator("#transcripts").get_by_role("link", name="River talk", exact=True)


def opened(page: Page, talk: Path) -> None:
    """Its own page."""
    listed(page, talk)
    titles(page).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("River talk")


def test_a_recording_from_the_microphone_becomes_a_transcript(page_of):
    page = page_of()
    page.goto("/transcribe/")
    page.get_by_role("button", name="Record", exact=True).click()
    level = page.locator("mic-recorder [data-level]")
    until(lambda: level.evaluate("meter => meter.value") > 0, "the level moved")
    until(lambda: page.get_by_role("timer").inner_text() != "0:00", "the clock went on")
    page.get_by_role("button", name="Stop and transcribe").click()
    expect(newest(page)).to_contain_text("Recording 2")
    expect(page.get_by_role("button", name="Record", exact=True)).to_be_focused()
    expect(page.locator(".transcript-progress")).to_have_count(0, timeout=120_000)
    expect(newest(page)).not_to_contain_text("can’t be heard")


def test_a_recording_can_be_discarded(page_of):
    page = page_of()
    page.goto("/transcribe/")
    before = page.locator(".take").count()
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("button", name="Record", exact=True)).to_be_visible()
    assert page.locator(".take").count() == before


def record(page: Page) -> None:
    page.goto("/transcribe/")
    page.get_by_role("button", name="Record", exact=True).click()
    until(lambda: page.get_by_role("timer").inner_text() != "0:00", "the clock went on")


def test_files_that_are_sent_meanwhile_take_the_recording_along(page_of, talk):
    page = page_of()
    record(page)
    before = page.locator(".take").count()
    page.locator("#id_file").set_input_files(talk)
    page.get_by_role("button", name="Transcribe", exact=True).click()
    expect(page.locator(".take")).to_have_count(before + 2)
    sent = page.locator(".transcript-title").all_inner_texts()[:2]
    assert sorted(title.split()[0] for title in sent) == ["Recording", "River"]
    expect(page.locator(".transcript-progress")).to_have_count(0, timeout=120_000)


def test_a_link_asks_before_it_takes_a_recording_away(page_of):
    page = page_of()
    record(page)
    library = page.get_by_role("link", name="Library", exact=True).first
    library.click()
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("button", name="Stop and transcribe")).to_be_visible()
    library.click()
    page.get_by_role("button", name="Leave without it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")


def test_a_refused_form_keeps_its_files(page_of, talk):
    page = page_of()
    page.goto("/transcribe/")
    page.locator("#id_file").set_input_files(talk)
    page.get_by_label("Language").fill("Klingon")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("There is no language")).to_be_visible()
    expect(page.locator("[data-files]")).to_contain_text("River talk.wav")
    page.complaints[:] = [told for told in page.complaints if "422" not in told]


def test_it_is_played_from_a_word_that_is_pressed_and_read_along(page_of, talk):
    page = page_of()
    opened(page, talk)
    line = page.locator(".segment").first
    expect(line).to_contain_text("river")
    line.locator(".segment__text").hover()
    word = line.locator(".take__word", has_text="morning").first
    word.click()
    lit = page.locator(".take__word--heard")
    until(lambda: lit.count() == 1, "a word was lit")
    until(lambda: page.evaluate(f"{AUDIO}.currentTime") > 0.5, "it is played from there")
    expect(page.get_by_role("region", name="Player")).to_be_visible()


def test_places_are_found_and_counted(page_of, talk):
    page = page_of()
    opened(page, talk)
    page.get_by_label("Find in the transcript").fill("the")
    found = page.locator("[data-found]")
    expect(found).to_contain_text("1 of ")
    page.keyboard.press("Enter")
    expect(found).to_contain_text("2 of ")
    page.get_by_role("button", name="Previous place").click()
    expect(found).to_contain_text("1 of ")
    page.get_by_label("Find in the transcript").fill("zebra")
    expect(found).to_have_text("Not found")


def test_a_line_is_corrected_by_keyboard_and_taken_back(page_of, talk):
    page = page_of()
    opened(page, talk)
    line = page.locator(".segment").first
    heard = line.locator(".segment__text").inner_text()
    line.get_by_role("link", name="Correct").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Said at 0:00", exact=True)
    expect(field).to_be_focused()
    field.fill("The river was <b>low</b>.")
    page.keyboard.press("Control+Enter")
    expect(line.locator(".segment__text")).to_have_text("The river was <b>low</b>.")
    expect(line.get_by_text("edited")).to_be_visible()
    expect(line.get_by_role("link", name="Correct")).to_be_focused()
    page.get_by_role("button", name="Back to what was heard").click()
    page.get_by_role("dialog").get_by_role("button", name="Back to what was heard").click()
    expect(line.locator(".segment__text")).to_have_text(heard)
    expect(line.get_by_text("edited")).to_have_count(0)


def test_escape_leaves_a_line_as_it_was(page_of, talk):
    page = page_of()
    opened(page, talk)
    line = page.locator(".segment").first
    heard = line.locator(".segment__text").inner_text()
    line.get_by_role("link", name="Correct").click()
    page.get_by_label("Said at 0:00", exact=True).fill("Something else.")
    page.keyboard.press("Escape")
    expect(line.locator(".segment__text")).to_have_text(heard)


def test_it_is_downloaded_in_the_form_that_is_chosen(page_of, talk, tmp_path):
    page = page_of()
    opened(page, talk)
    for label, name in (("SubRip subtitles", "River talk.srt"), ("Word document", "River talk.docx")):
        page.get_by_label("Download River talk").click()
        with page.expect_download() as begun:
            page.get_by_role("link", name=label).click()
        assert begun.value.suggested_filename == name
        begun.value.save_as(tmp_path / name)
    assert "river" in (tmp_path / "River talk.srt").read_text()
    assert zipfile.is_zipfile(tmp_path / "River talk.docx")


def test_a_deleted_transcript_comes_back(page_of, talk):
    page = page_of()
    listed(page, talk)
    count = page.locator(".take").count()
    newest(page).get_by_role("button", name="Delete").click()
    expect(page.locator(".take")).to_have_count(count - 1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".take")).to_have_count(count)


@pytest.mark.parametrize("width", [390, 1024, 1600])
def test_nothing_is_wider_than_the_window(page_of, talk, width):
    page = page_of(viewport={"width": width, "height": 844})
    listed(page, talk)
    too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(too_wide)
    titles(page).first.click()
    expect(page.get_by_role("link", name="Transcripts")).to_be_visible()
    assert not page.evaluate(too_wide)
