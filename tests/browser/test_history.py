"""The history in a real browser: walked through by keys, marked, ticked, deleted and brought back."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
MADE = """
from accounts.models import User
from history.models import Entry
user = User.objects.get(username={username!r})
for number in range(1, {count} + 1):
    text = f"Sentence number {{number}} of the history."
    Entry.objects.create(owner=user, kind="tts", state="done", title=text, text=text, engine="espeak",
        model="espeak", voice="en-US", characters=len(text), duration_seconds=2.0)
"""


def history_of(running, page_of, username: str, count: int, **context: object) -> Page:
    running.add_person(username)
    running.site.python(MADE.format(username=username, count=count))
    page = page_of(username, **context)
    page.goto("/history/")
    return page


def rows(page: Page):
    return page.locator("[data-entry]")


def test_keys_walk_mark_tick_and_delete_and_undo_brings_back(page_of, running):
    page = history_of(running, page_of, "historian", 5)
    expect(rows(page)).to_have_count(5)
    page.keyboard.press("j")
    expect(rows(page).nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(rows(page).nth(1)).to_be_focused()
    second = page.locator("[data-entry]", has_text="number 4")
    page.keyboard.press("f")
    expect(second.get_by_role("button", name=re.compile("^Favourite"))).to_have_attribute(
        "aria-pressed", "true"
    )

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("number 3")
    expect(rows(page)).to_have_count(1)
    page.get_by_role("searchbox").fill("")
    expect(rows(page)).to_have_count(5)

    page.locator("h1").click()
    page.keyboard.press("k")
    expect(rows(page).nth(4)).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.get_by_text("“Sentence number 1 of the history.” is deleted.")).to_be_visible()
    expect(rows(page)).to_have_count(4)
    page.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_count(5)


def test_ticked_ones_go_together_and_come_back_together(page_of, running):
    page = history_of(running, page_of, "tidier", 4)
    bar = page.locator("#entry-selection")
    expect(bar.get_by_role("button", name=re.compile("^Delete"))).to_be_disabled()
    page.get_by_label("All that is shown").check()
    expect(bar.get_by_role("button", name="Delete 4")).to_be_enabled()
    rows(page).nth(0).get_by_role("checkbox").uncheck()
    bar.get_by_role("button", name="Delete 3").click()
    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_count(4)


def test_a_note_is_written_in_place_and_a_long_list_goes_on(page_of, running):
    page = history_of(running, page_of, "scribe", 90)
    first = rows(page).nth(0)
    first.get_by_label(re.compile("^More for")).click()
    first.get_by_role("link", name="Note").click()
    page.get_by_label("Note on").fill("for the trailer")
    page.get_by_role("button", name="Save").click()
    expect(rows(page).nth(0)).to_contain_text("for the trailer")
    expect(rows(page)).to_have_count(40)
    rows(page).nth(39).scroll_into_view_if_needed()
    expect(rows(page)).to_have_count(80)
    page.get_by_role("link", name="Statistics").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Statistics")
    expect(page.locator(".figure").nth(0)).to_contain_text("90")


def test_on_a_phone_everything_has_room(page_of, running):
    page = history_of(running, page_of, "walker", 3, viewport={"width": 390, "height": 844})
    expect(rows(page)).to_have_count(3)
    rows(page).nth(0).get_by_label(re.compile("^More for")).click()
    expect(rows(page).nth(0).get_by_role("button", name="Make again")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
