"""What a person does in the Studio with conversations, with real voices: write, hear, render, take away."""

import re
from pathlib import Path

import pytest
import soundfile
from playwright.sync_api import Page, expect

from tests.browser.hearing import PATIENCE_MS, said_in
from tests.browser.waiting import until

pytestmark = pytest.mark.browser

LINES = (
    ("Anna", "The ferry is late again this evening."),
    ("Ben", "I can see it behind the island."),
    ("Anna", "Then we have time for a coffee."),
)
AUDIO = "document.querySelector('voice-player audio')"


@pytest.fixture(scope="module")
def cast(running) -> None:
    """Two voices that are quick to speak."""
    running.site.python(
        "from accounts.models import User\n"
        "from profiles.services import create_profile\n"
        "from speech.voice_choices import voice_choices\n"
        "alice = User.objects.get(username='alice')\n"
        "voices = [each for each in voice_choices() if each.value.startswith('piper/en')]\n"
        "for name, voice in zip(('Anna', 'Ben'), voices * 2):\n"
        "    create_profile(owner=alice, name=name, backend='piper', voice=voice.voice)\n"
    )


def turns(page: Page):
    return page.locator("[data-turns] > li")


def text_of(page: Page, number: int):
    return turns(page).nth(number).get_by_role("textbox", name="Text", exact=True)


def speaker_of(page: Page, number: int):
    return turns(page).nth(number).get_by_role("combobox", name="Speaker")


def texts(page: Page) -> list[str]:
    fields = turns(page).get_by_role("textbox", name="Text", exact=True)
    return [field.input_value() for field in fields.all()]


def begin(page: Page) -> None:
    page.goto("/studio/")
    page.get_by_role("button", name="New conversation").click()
    expect(turns(page)).to_have_count(1)


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text("Saved")


def write(page: Page, *lines: str, voice: str = "Default voice") -> None:
    """Whoever goes on has the voice of whoever began."""
    begin(page)
    turns(page).get_by_label("Voice").select_option(voice)
    text_of(page, 0).focus()
    for number, line in enumerate(lines):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)
    saved(page)


def downloaded(page: Page, folder: Path) -> Path:
    expect(page.get_by_role("button", name=re.compile("Play all|^Play |^Pause ")).first).to_be_visible()
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="As it was rendered").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def is_rendered(page: Page) -> None:
    expect(page.get_by_role("button", name="Render again")).to_be_enabled(timeout=PATIENCE_MS)


def says_all(page: Page, path: Path) -> None:
    assert 4 < soundfile.info(path).duration < 20
    said = said_in(page, path)
    for word in ("ferry", "evening", "island", "coffee"):
        assert word in said, said


@pytest.mark.usefixtures("cast")
def test_three_turns_are_built_by_mouse_rendered_and_taken_away(page_of, tmp_path):
    page = page_of()
    begin(page)
    for number, (speaker, text) in enumerate(LINES):
        if number:
            page.get_by_role("button", name="Add a turn").click()
        speaker_of(page, number).click()
        speaker_of(page, number).fill(speaker)
        turns(page).nth(number).get_by_label("Voice").select_option(speaker)
        text_of(page, number).click()
        text_of(page, number).fill(text)
    page.get_by_role("button", name="Render", exact=True).click()
    is_rendered(page)
    says_all(page, downloaded(page, tmp_path))


@pytest.mark.usefixtures("cast")
def test_the_same_by_keyboard_alone(page_of, tmp_path):
    page = page_of()
    page.goto("/studio/")
    page.get_by_role("button", name="New conversation").focus()
    page.keyboard.press("Enter")
    expect(turns(page)).to_have_count(1)
    speaker_of(page, 0).focus()
    for number, (speaker, text) in enumerate(LINES):
        if number:
            page.keyboard.press("Enter")
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("Shift+Tab")
            expect(speaker_of(page, number)).to_be_focused()
            page.keyboard.press("Control+a")
        page.keyboard.type(speaker)
        page.keyboard.press("Tab")
        page.keyboard.type(speaker)  # a list goes to what is typed
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    expect(speaker_of(page, 2)).to_have_value("Anna")
    page.get_by_role("button", name="Render", exact=True).focus()
    page.keyboard.press("Enter")
    is_rendered(page)
    says_all(page, downloaded(page, tmp_path))


@pytest.mark.usefixtures("cast")
def test_one_turn_is_heard_alone_and_the_whole_marks_who_speaks(page_of):
    page = page_of()
    write(page, "One.", "Two, and a little more of it.", voice="Anna")
    text_of(page, 0).press("Control+Enter")
    expect(page.get_by_role("region", name="Player")).to_contain_text("One.", timeout=PATIENCE_MS)
    page.get_by_role("button", name=re.compile("^Render")).click()
    is_rendered(page)
    page.locator("#conversation-sound [data-play]").click()
    expect(page.locator(".turn--heard")).to_have_count(1)
    until(lambda: "turn--heard" in turns(page).nth(1).get_attribute("class"), "the second turn was marked")


def test_it_edits_like_a_text_and_keeps_it_over_a_reload(page_of):
    page = page_of()
    write(page, "first", "second", "third")
    page.keyboard.press("Alt+ArrowUp")
    assert texts(page) == ["first", "third", "second"]
    page.keyboard.press("Control+d")
    assert texts(page) == ["first", "third", "third", "second"]
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")
    expect(text_of(page, 2)).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(text_of(page, 1)).to_be_focused()
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("goes on")
    saved(page)
    page.reload()
    assert texts(page) == ["first", "third\ngoes on", "third", "second"]


def test_turns_are_dragged_by_their_handle(page_of):
    page = page_of()
    write(page, "first", "second", "third")
    grip = turns(page).nth(0).locator("[data-grip]").bounding_box()
    last = turns(page).nth(2).bounding_box()
    page.mouse.move(grip["x"] + 8, grip["y"] + 12)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, last["y"] + last["height"] - 4, steps=12)
    page.mouse.up()
    assert texts(page) == ["second", "third", "first"]
    saved(page)
    page.reload()
    assert texts(page) == ["second", "third", "first"]


def test_a_removed_turn_comes_back(page_of):
    page = page_of()
    write(page, "first", "second")
    turns(page).nth(0).get_by_label("More for this turn").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    assert texts(page) == ["second"]
    page.get_by_role("button", name="Undo").click()
    assert texts(page) == ["first", "second"]
    saved(page)


def test_two_tabs_do_not_overwrite_each_other(page_of):
    page = page_of()
    write(page, "of both")
    other = page.context.new_page()
    other.goto(page.url)
    text_of(other, 0).fill("of the other tab")
    saved(other)
    text_of(page, 0).fill("of this tab")
    expect(page.locator("[data-saved]")).to_contain_text("Changed in another tab")
    page.complaints[:] = [told for told in page.complaints if "412" not in told]
    page.get_by_role("button", name="Reload").click()
    expect(text_of(page, 0)).to_have_value("of the other tab")
    expect(page.get_by_text("of this tab")).to_be_visible()
    page.get_by_role("button", name="Put it in").click()
    saved(page)
    page.reload()
    expect(text_of(page, 0)).to_have_value("of this tab")


def test_without_a_connection_what_is_written_is_kept(page_of):
    page = page_of()
    write(page, "before")
    page.context.set_offline(True)
    page.keyboard.type(", and meanwhile")
    expect(page.locator("[data-saved]")).to_contain_text("No connection")
    page.context.set_offline(False)
    saved(page)
    page.complaints[:] = [told for told in page.complaints if "ERR_INTERNET_DISCONNECTED" not in told]
    page.reload()
    expect(text_of(page, 0)).to_have_value("before, and meanwhile")


@pytest.mark.usefixtures("cast")
def test_a_script_becomes_turns_in_the_voices_of_its_speakers(page_of):
    page = page_of()
    begin(page)
    page.get_by_role("link", name="Paste a script").click()
    page.get_by_role("textbox", name="Script").fill("ANNA: Good evening.\nBEN: Is it?\n")
    expect(page.get_by_text("2 turns")).to_be_visible()
    expect(page.get_by_label("Voice of ANNA").locator("option:checked")).to_have_text("Anna")
    page.get_by_text("Replace all turns").click()
    page.get_by_role("button", name="Add the turns").click()
    expect(turns(page)).to_have_count(2)
    assert texts(page) == ["Good evening.", "Is it?"]
    expect(turns(page).nth(1).get_by_label("Voice").locator("option:checked")).to_have_text("Ben")
