"""Practising dictation in a real browser, with real voices: add items, hear, write, see what differs."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import until

pytestmark = pytest.mark.browser

SCREENS = {"narrow": {"width": 390, "height": 844}, "wide": {"width": 1440, "height": 900}}
PATIENCE_MS = 180_000  # thirteen sentences are spoken on a machine that does other things
SOUND = "document.querySelector('practice-desk audio')"
# All that the player would take as a command, were it not being typed.
EVERY_KEY = "shlranpf SHLRANPF ?!,.;:'\"[]{}<>+-=_0123456789 é ß"


SENTENCES = ("The kettle is on.", "It rains again.", "We have time.")


@pytest.fixture(scope="module")
def people(running) -> None:
    """With an English voice that is quick to speak, and all but the first two with something to practise."""
    for name in (*SCREENS, "offline", "listener"):
        running.add_person(name)
    running.site.python(
        "from accounts.models import User\n"
        "from dictation.items.services import ItemDraft, create_items\n"
        "from profiles.services import create_profile\n"
        "from speech.voice_choices import voice_choices\n"
        "voice = next(each for each in voice_choices() if each.value.startswith('espeak/en'))\n"
        "for person in User.objects.filter(username__in=('narrow', 'wide', 'offline', 'listener')):\n"
        "    create_profile(owner=person, name='Quick', backend='espeak', voice=voice.voice)\n"
        f"drafts = [ItemDraft(locale='en-GB', text=text) for text in {SENTENCES!r}]\n"
        "for person in User.objects.filter(username__in=('offline', 'listener')):\n"
        "    create_items(user=person, drafts=drafts)\n"
    )


def open_desk(page_of, name: str) -> Page:
    page = page_of(name, viewport=SCREENS.get(name, SCREENS["wide"]))
    page.goto("/practice/")
    expect(play(page)).to_be_enabled(timeout=PATIENCE_MS)
    return page


def begin(page_of, name: str) -> Page:
    """With the examples, the first of which can be heard."""
    page = page_of(name, viewport=SCREENS.get(name, SCREENS["wide"]))
    page.goto("/practice/")
    page.get_by_role("button", name="Add example sentences").click()
    expect(play(page)).to_be_enabled(timeout=PATIENCE_MS)
    return page


def play(page: Page):
    return page.locator("[data-do=play]")


def box(page: Page):
    return page.get_by_role("textbox", name="What do you hear?")


def text_now(page: Page) -> str:
    """What the voice says: a person hears it."""
    item = page.locator("[data-item]:has([aria-current=true])").get_attribute("data-item")
    return json.loads(page.request.get(f"/practice/text/?item={item}").text())["text"]


def score(page: Page):
    return page.locator(".result__score")


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("screen", SCREENS)
def test_five_are_practised_by_keyboard_alone(page_of, screen):
    page = begin(page_of, screen)
    page.keyboard.press("Escape")
    expect(box(page)).to_be_focused()
    for number in range(5):
        if not number:
            page.keyboard.press("F2")
        until(lambda: page.evaluate(f"{SOUND}.currentTime") > 0, "it is heard")
        text = text_now(page)
        page.keyboard.type(text if number else f"{text} again")
        page.keyboard.press("Control+Enter")
        expect(score(page)).to_have_text(re.compile("100 %" if number else r"\d+ %"))
        if not number:
            expect(page.locator("del.diff__word--insert")).to_contain_text("again")
        page.keyboard.press("Control+Enter")
        expect(box(page)).to_have_value("")
        expect(box(page)).to_be_focused()
    expect(page.locator("#practice-today")).to_contain_text("5 of 10 today")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.goto("/practice/statistics/")
    expect(page.locator("main svg[role=img]").first).to_be_visible()


@pytest.mark.usefixtures("people")
def test_what_is_typed_is_text_and_what_is_pressed_beside_the_box_is_a_command(page_of):
    page = open_desk(page_of, "listener")
    box(page).focus()
    page.keyboard.type(EVERY_KEY)
    expect(box(page)).to_have_value(EVERY_KEY)
    expect(page.get_by_role("button", name="1×", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(play(page)).to_be_focused()
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="0.75×")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(f"[{SOUND}.playbackRate, {SOUND}.preservesPitch]") == [0.75, True]
    for words in ("words", "•"):
        page.keyboard.press("h")
        expect(page.locator("[data-hint]")).to_contain_text(words)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Keys of the practice desk")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value(EVERY_KEY)


@pytest.mark.usefixtures("people")
def test_without_a_connection_an_answer_is_kept_and_scored_later(page_of):
    page = open_desk(page_of, "offline")
    text = text_now(page)
    page.context.set_offline(True)
    box(page).fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("1 answer waits.")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(box(page)).to_have_value("")
    page.context.set_offline(False)
    expect(page.locator("[data-item]").first.locator("[data-score]")).to_have_text("100 %")
    expect(page.get_by_text("1 answer waits.")).to_be_hidden()
    page.complaints[:] = [told for told in page.complaints if "ERR_INTERNET_DISCONNECTED" not in told]


@pytest.mark.usefixtures("people")
def test_a_mistake_is_hidden_until_it_is_revealed(page_of):
    page = open_desk(page_of, "listener")
    box(page).fill("Nothing of it")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".diff ins").first).to_be_hidden()
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(".diff ins").first).to_be_visible()
    page.get_by_role("button", name="Again").click()
    expect(box(page)).to_be_focused()
    expect(score(page)).to_have_count(0)


@pytest.mark.usefixtures("people")
def test_listening_goes_on_by_itself(page_of):
    page = open_desk(page_of, "listener")
    page.get_by_role("button", name="Listen", exact=True).click()
    page.get_by_label("Each").select_option("1")
    page.get_by_label("Pause").select_option("0")
    play(page).click()
    expect(page.locator("practice-desk [data-title]")).to_have_text(re.compile("^3 of"))
