"""What a person does on the pages of voices, with real voices: blend, keep, choose, speak."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import until

pytestmark = pytest.mark.browser


def forgive_422(page: Page) -> None:
    page.complaints[:] = [told for told in page.complaints if "422" not in told]


def name(page: Page):
    return page.get_by_role("textbox", name="Name", exact=True)


def choose(page: Page, words: str) -> None:
    """By keyboard alone."""
    page.locator("#voice-button").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_blend_is_mixed_by_keyboard_made_the_default_and_spoken_with(page_of):
    page = page_of()
    page.goto("/voices/")
    page.get_by_role("link", name="New profile", exact=True).first.click()
    name(page).fill("Evening")
    choose(page, "heart kokoro")
    page.get_by_text("Blend of voices", exact=True).focus()
    page.keyboard.press("Enter")
    with page.expect_response(re.compile("/voices/kokoro/.*am_adam.*/sample")) as sample:
        page.locator("#blend-add").select_option("am_adam")
        expect(page.get_by_label("Share of Adam")).to_be_focused()
        for _ in range(10):
            page.keyboard.press("ArrowLeft")
        expect(page.locator(".blend__part").first).to_contain_text("56 %")
    assert sample.value.ok
    expect(page.get_by_label("Recipe")).to_have_value("af_heart(0.5)+am_adam(0.4)")
    page.get_by_label("My default voice").check()
    name(page).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Evening")

    page.get_by_role("link", name="Speak", exact=True).first.click()
    expect(page.locator("#chosen-profile option:checked")).to_have_text("Evening (default)")
    page.get_by_role("textbox", name="Text", exact=True).fill("Good night.")
    page.keyboard.press("Control+Enter")
    take = page.locator(".take").first
    expect(take).to_contain_text("Good night.")
    expect(take).to_contain_text("Evening")
    expect(take).to_contain_text("af_heart(0.5)+am_adam(0.4)")
    expect(page.locator("[data-making]")).to_have_count(0, timeout=120_000)


def test_a_recipe_that_is_typed_moves_the_sliders_and_a_wrong_one_says_why(page_of):
    page = page_of()
    page.goto("/voices/new/")
    choose(page, "heart kokoro")
    page.get_by_text("Blend of voices", exact=True).click()
    recipe = page.get_by_label("Recipe")
    recipe.fill("af_heart(3)+bf_emma")
    expect(page.locator(".blend__share")).to_have_text(["75 %", "25 %"])
    recipe.fill("af_heart(3)+nobody")
    expect(page.get_by_text("There is no voice nobody to blend here.")).to_be_visible()
    choose(page, "joe piper")
    expect(recipe).to_be_hidden()


def test_what_is_not_saved_is_asked_about_before_it_is_left(page_of):
    page = page_of()
    page.goto("/voices/new/")
    name(page).fill("Nearly")
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.get_by_role("link", name="Jobs", exact=True).first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Leave without saving?")
    page.keyboard.press("Escape")
    expect(name(page)).to_have_value("Nearly")
    page.get_by_role("link", name="Jobs", exact=True).first.click()
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jobs")


def test_a_sentence_is_said_before_anything_is_saved_and_what_is_wrong_is_told_there(page_of):
    page = page_of()
    page.goto("/voices/new/")
    choose(page, "joe piper")
    say = page.get_by_role("button", name="Say it")
    with page.expect_response("**/voices/say") as said:
        say.click()
    assert said.value.ok
    until(lambda: say.get_attribute("aria-busy") is None, "it was spoken", seconds=60)
    expect(page.get_by_text("The browser can't play this.")).to_be_hidden()
    page.get_by_label("A sentence").fill("")
    if say.get_attribute("data-state") == "playing":
        say.click()
    say.click()
    expect(page.get_by_text("Write something to say.")).to_be_visible()
    page.complaints[:] = [told for told in page.complaints if "400" not in told]
    page.goto("about:blank")


def test_a_voice_that_is_chosen_takes_the_place_of_the_blend_before(page_of):
    page = page_of()
    page.goto("/speak/")
    blend = page.get_by_label("Voice by name, or a blend")
    page.locator("details", has=blend).evaluate("details => { details.open = true; }")
    blend.fill("af_heart(0.6)+am_adam(0.4)")
    choose(page, "finnish espeak")
    expect(blend).to_have_value("")


def test_the_settings_of_speak_are_kept_under_a_name_in_place(page_of):
    page = page_of()
    page.goto("/speak/")
    choose(page, "finnish espeak")
    page.get_by_role("textbox", name="Text", exact=True).fill("Still here")
    page.get_by_text("Save as profile", exact=True).click()
    asked = page.get_by_label("Name of the new profile")
    expect(asked).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Give the voice a name.")).to_be_visible()
    forgive_422(page)
    asked.fill("Finn")
    page.keyboard.press("Enter")
    expect(page.locator("#chosen-profile option:checked")).to_have_text("Finn")
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_have_value("Still here")

    choose(page, "joe piper")
    page.get_by_role("button", name="Apply", exact=True).first.click()
    expect(page.locator("#voice-button")).to_contain_text("Finnish")

    page.goto("/voices/")
    card = page.locator(".profile", has_text="Finn")
    card.locator("summary").click()
    card.get_by_role("button", name="Delete").click()
    expect(card).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(card).to_have_count(1)
