"""A lexicon in a real browser: words in and out without a new page, and the sentence as it sounds."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_word_is_added_heard_changed_and_brought_back(page_of, running):
    running.add_person("lexicographer")
    page = page_of("lexicographer")
    page.goto("/lexicons/")
    expect(page.get_by_text("No lexicons yet")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("House names")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("House names")

    page.get_by_label("Written").fill("SQL")
    page.get_by_label("Said", exact=True).fill("sequel")
    page.keyboard.press("Enter")
    row = page.locator(".word", has_text="SQL")
    expect(row).to_contain_text("sequel")
    expect(page.get_by_label("Written")).to_be_focused()
    expect(page.get_by_label("Written")).to_have_value("")

    page.get_by_label("A sentence").fill("I like SQL.")
    expect(page.locator("#trial mark")).to_have_text("sequel")
    with page.expect_response("**/listen?**") as heard:
        page.get_by_role("button", name=re.compile("^Listen: Play I like SQL")).click()
    assert heard.value.headers["content-type"] == "audio/mpeg"
    expect(page.get_by_role("region", name="Player")).to_contain_text("I like SQL.")

    row.get_by_role("link", name="Change SQL").click()
    editing = page.locator(".word--editing")
    editing.get_by_label("Said", exact=True).fill("?!")
    editing.get_by_role("button", name="Save").click()
    expect(editing).to_contain_text("There is nothing to say in this respelling.")
    expect(editing.get_by_label("Said", exact=True)).to_be_focused()
    editing.get_by_label("Said", exact=True).fill("")
    page.get_by_text("The signs of IPA").click()
    for sign in ("ˈ, before", "ə, about"):
        page.get_by_role("button", name=re.compile(f"^{sign}")).click()
    expect(editing.get_by_label("Said", exact=True)).to_have_value("ˈə")
    expect(editing.get_by_label("IPA")).to_be_checked()
    editing.get_by_role("button", name="Save").click()
    expect(page.locator("#trial mark")).to_have_text("/ˈə/")

    row.get_by_role("button", name="Remove SQL").click()
    expect(page.get_by_text("No words yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    # Told by the server as 422 and shown in place, which a browser writes down as a failed request.
    page.complaints[:] = [told for told in page.complaints if "422" not in told]
