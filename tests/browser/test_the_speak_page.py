"""What a person does on the Speak page, with real voices: write, hear, read along, choose, keep, delete."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import until

pytestmark = pytest.mark.browser

TALE = (
    "It was late when the ferry came in. Nobody had expected it any more, least of all the old harbour "
    "master, who had already put out his lamp and was halfway up the hill. "
)
AUDIO = "document.querySelector('voice-player audio')"


def heard_seconds(page: Page) -> float:
    return page.evaluate(f"{AUDIO}.currentTime")


def choose(page: Page, words: str) -> None:
    """By keyboard alone."""
    page.locator("#voice-button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()


def write(page: Page, text: str, voice: str = "joe piper") -> None:
    page.goto("/speak/")
    choose(page, voice)
    page.get_by_role("textbox", name="Text").fill(text)


def newest(page: Page):
    return page.locator(".take").first


def make(page: Page, text: str, voice: str = "joe piper") -> None:
    write(page, text, voice)
    before = page.locator(".take").count()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".take")).to_have_count(before + 1)
    expect(newest(page)).to_contain_text(text.strip()[:40])
    expect(page.locator("[data-making]")).to_have_count(0, timeout=60_000)


def forgive_422(page: Page) -> None:
    page.complaints[:] = [told for told in page.complaints if "422" not in told]


def test_signing_in_leads_to_the_speak_page(page_of):
    page = page_of()
    expect(page.get_by_role("heading", level=1)).to_have_text("Speak")


def test_it_is_heard_before_it_is_done_and_the_words_light_up(page_of):
    page = page_of()
    write(page, TALE * 20)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("region", name="Player")).to_be_visible()
    until(lambda: heard_seconds(page) > 0.1, "it was heard", seconds=60)
    assert page.locator("[data-making]").count() == 1, "it was done before it was heard"
    lit = page.locator(".take__word--heard")
    until(lambda: lit.count() == 1, "a word was lit")
    first = lit.inner_text()
    until(lambda: lit.count() == 1 and lit.inner_text() != first, "the next word was lit")
    page.get_by_role("button", name="Stop", exact=True).first.click()
    expect(newest(page)).to_contain_text("You stopped it.")


def test_a_click_on_a_word_goes_there_and_it_plays_on_while_pages_change(page_of):
    page = page_of()
    make(page, TALE)
    until(lambda: heard_seconds(page) > 0.3, "it was heard")
    until(lambda: page.locator(".take").first.locator(".take__word").count() > 20, "its words were known")
    newest(page).locator(".take__word", has_text="halfway").click()
    until(lambda: heard_seconds(page) > 4, "it went to the word")
    page.get_by_role("link", name="Jobs").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jobs")
    expect(page.get_by_role("region", name="Player")).to_be_visible()


def test_a_kokoro_voice_and_a_blend(page_of):
    page = page_of()
    write(page, "A short hello.", "heart kokoro")
    page.get_by_text("More settings", exact=True).click()
    page.get_by_label("Voice by name, or a blend").fill("af_heart(0.6)+am_adam(0.4)")
    page.get_by_role("button", name="Generate").click()
    expect(newest(page)).to_contain_text("af_heart(0.6)+am_adam(0.4)", timeout=30_000)
    expect(page.locator("[data-making]")).to_have_count(0, timeout=120_000)
    expect(newest(page).get_by_role("button", name=re.compile("^(Play|Pause)"))).to_be_visible()


def test_voices_are_found_filtered_and_heard_by_keyboard(page_of):
    page = page_of()
    page.goto("/speak/")
    page.locator("#voice-button").focus()
    page.keyboard.press("Enter")
    search = page.get_by_role("combobox", name="Search voices")
    expect(search).to_be_focused()
    page.get_by_label("Model", exact=True).select_option("eSpeak NG")
    search.focus()
    page.keyboard.type("finn")
    expect(page.locator("#voices-list > li")).to_have_count(1)
    with page.expect_response("**/voices/espeak/fi/sample") as sample:
        page.keyboard.press("Control+Space")
    assert sample.value.ok
    page.keyboard.press("Enter")
    expect(page.locator("#voice-button")).to_be_focused()
    expect(page.locator("#voice-button")).to_contain_text("Finnish")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.locator("#id_voice").input_value() == "espeak/fi"


def test_what_is_typed_survives_a_reload_and_what_is_wrong_is_said_in_place(page_of):
    page = page_of()
    page.goto("/speak/")
    text = page.get_by_role("textbox", name="Text")
    text.fill("Not yet sent")
    page.reload()
    expect(text).to_have_value("Not yet sent")
    page.get_by_label("Speed", exact=True).fill("9")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The speed is a number from 0.25 to 4.")).to_be_visible()
    expect(text).to_have_value("Not yet sent")
    forgive_422(page)


def test_over_the_limit_a_job_is_offered(page_of):
    page = page_of()
    write(page, "So much to say. " * 300)
    offer = page.get_by_role("button", name="Speak it as a job").first
    expect(offer).to_be_visible()
    offer.click()
    expect(page.get_by_text("is under way")).to_be_visible()
    expect(page.get_by_role("region", name="Jobs")).to_be_visible()


def test_a_take_is_downloaded_in_any_format(page_of):
    page = page_of()
    make(page, "To take away.")
    opus = newest(page).get_by_role("link", name="Opus")

    def is_unfolded() -> bool:
        # The card of a take that has just ended is swapped once more, and its menu with it.
        if not opus.is_visible():
            newest(page).get_by_label(re.compile("^Download")).click()
        return opus.is_visible()

    until(is_unfolded, "the menu shows the formats")
    with page.expect_download(timeout=60_000) as download:
        opus.press("Enter")  # a tray may lie over it while another job is under way
    assert download.value.suggested_filename == "To take away.opus"
    expect(newest(page).get_by_role("link", name="Opus")).to_be_hidden()


def test_a_deleted_take_comes_back(page_of):
    page = page_of()
    make(page, "Do not lose me.")
    newest(page).get_by_role("button", name=re.compile("^Delete")).click()
    expect(page.locator(".take", has_text="Do not lose me.")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".take", has_text="Do not lose me.")).to_have_count(1)


def test_without_scripts_the_form_makes_a_take_that_can_be_played(page_of):
    page = page_of(java_script_enabled=False)
    page.goto("/speak/")
    page.get_by_label("Text", exact=True).fill("Without any script.")
    page.get_by_role("combobox", name="Voice", exact=True).select_option("piper/en_US-joe-medium")
    page.get_by_role("button", name="Generate").click()
    expect(page).to_have_url(re.compile("/speak/$"))
    expect(newest(page)).to_contain_text("Without any script.")

    def is_playable() -> bool:
        page.reload()
        return newest(page).locator("audio").count() == 1

    until(is_playable, "it could be played", seconds=60)


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_nothing_is_wider_than_the_screen(page_of, width):
    page = page_of(viewport={"width": width, "height": 844})
    page.goto("/speak/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#voice-button").click()
    box = page.get_by_role("dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
