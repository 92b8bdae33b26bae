"""What a person does with effects: adds them, hears them, keeps them as a preset and takes them up again."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_the_speak_page import forgive_422, make, write
from tests.browser.waiting import until

pytestmark = pytest.mark.browser


def open_rack(page: Page) -> None:
    page.goto("/speak/")
    page.locator("#effects > summary").click()


def add(page: Page, name: str) -> None:
    page.get_by_text("Add effect", exact=True).click()
    page.get_by_role("button", name=name, exact=True).click()


def card(page: Page, name: str):
    return page.locator(f"effects-rack [data-effect={name}]")


def chain_of(page: Page) -> list[dict]:
    return json.loads(page.locator("[name=effects]").first.input_value())


def types_of(page: Page) -> list[str]:
    return [effect["type"] for effect in chain_of(page)]


def summary(page: Page):
    return page.locator("[data-effects-summary]")


def take_up(page: Page, preset: str) -> None:
    page.locator("[data-preset]").select_option(label=preset)
    page.locator("effects-rack").get_by_role("button", name="Apply", exact=True).click()


def test_reverb_and_pitch_become_a_preset_that_is_there_after_a_reload(page_of):
    page = page_of()
    open_rack(page)
    add(page, "Reverb")
    expect(card(page, "reverb").get_by_label("Room")).to_be_focused()
    card(page, "reverb").get_by_label("Room").select_option("custom")
    card(page, "reverb").get_by_label("Size").fill("0.4")
    add(page, "Pitch")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("-3")
    expect(summary(page)).to_have_text("Reverb, Pitch")
    page.get_by_role("button", name="Save as preset").click()
    page.keyboard.type("Old cellar")
    page.keyboard.press("Enter")
    expect(page.locator("[data-preset] option:checked")).to_have_text("Old cellar")
    page.reload()
    expect(summary(page)).to_have_text("None")
    page.locator("#effects > summary").click()
    take_up(page, "Old cellar")
    expect(summary(page)).to_have_text("Reverb, Pitch")
    reverb, pitch = chain_of(page)
    assert (reverb["room"], reverb["size"], pitch["semitones"]) == ("custom", 0.4, -3)


def test_a_name_that_is_taken_is_said_beside_it_and_the_chain_stays(page_of):
    page = page_of()
    open_rack(page)
    add(page, "Robot")
    page.get_by_role("button", name="Save as preset").click()
    page.keyboard.type("podcast")
    page.get_by_role("button", name="Save preset").click()
    expect(page.get_by_text("a preset that everybody has")).to_be_visible()
    expect(page.get_by_label("Name of the preset")).to_have_value("podcast")
    assert types_of(page) == ["robot"]
    forgive_422(page)


def test_cards_are_moved_switched_off_and_removed_by_keyboard(page_of):
    page = page_of()
    open_rack(page)
    for name in ("Gain", "Echo", "Robot"):
        add(page, name)
    up = card(page, "robot").get_by_role("button", name="Move Robot up")
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(page.locator("[data-said]")).to_have_text("Robot is number 2 of 3.")
    assert types_of(page) == ["gain", "robot", "delay"]
    card(page, "gain").get_by_role("switch", name="Gain").press("Space")
    assert chain_of(page)[0]["enabled"] is False
    expect(summary(page)).to_have_text("Robot, Echo")
    card(page, "robot").get_by_role("button", name="Remove Robot").press("Enter")
    expect(card(page, "delay").get_by_role("button", name="Remove Echo")).to_be_focused()
    assert types_of(page) == ["gain", "delay"]
    page.get_by_role("button", name="Undo").click()
    assert types_of(page) == ["gain", "robot", "delay"]
    page.get_by_role("button", name="Remove all").click()
    assert types_of(page) == []
    page.get_by_role("button", name="Undo").click()
    assert types_of(page) == ["gain", "robot", "delay"]


def test_a_card_is_dragged_by_its_grip(page_of):
    page = page_of()
    open_rack(page)
    for name in ("Gain", "Robot"):
        add(page, name)
    grip = card(page, "robot").locator("[data-grip]")
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), card(page, "gain").bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, end["y"] + 5, steps=5)
    page.mouse.up()
    assert types_of(page) == ["robot", "gain"]


def test_a_slider_and_its_number_go_together(page_of):
    page = page_of()
    open_rack(page)
    add(page, "High-pass")
    number = card(page, "high_pass").get_by_label("Cutoff")
    number.fill("999999")
    number.blur()
    expect(number).to_have_value("20000")
    card(page, "high_pass").locator("[data-slider]").fill("0.5")
    assert 400 < chain_of(page)[0]["frequency_hz"] < 500


def test_what_was_spoken_last_is_heard_with_and_without(page_of):
    page = page_of()
    make(page, "The ferry came in late, and nobody had expected it any more.")
    page.locator("#effects > summary").click()
    take_up(page, "Deep")
    sound = "document.querySelector('effects-ab').sound"
    with page.expect_response("**/settings/effects/preview") as answer:
        page.get_by_role("button", name="Preview").click()
    assert answer.value.ok
    until(lambda: page.evaluate(f"{sound}.isPlaying && {sound}.position > 0.3"), "it was heard", seconds=60)
    before = page.evaluate(f"{sound}.position")
    page.get_by_role("button", name="Without", exact=True).click()
    after = page.evaluate(f"{sound}.position")
    assert page.evaluate(f"{sound}.isPlaying")
    assert before <= after < before + 2
    page.get_by_role("button", name="Pause").last.click()
    expect(page.get_by_role("button", name="Preview")).to_be_visible()


def test_a_take_is_spoken_with_the_effects(page_of):
    page = page_of()
    write(page, "Once more, in a cathedral.")
    page.locator("#effects > summary").click()
    take_up(page, "Cathedral")
    with page.expect_request(
        lambda request: request.method == "POST" and request.url.endswith("/speak/")
    ) as asked:
        page.get_by_role("button", name="Generate").click()
    assert "reverb" in asked.value.post_data
    expect(page.locator(".take").first).to_contain_text("Once more, in a cathedral.")
    expect(page.locator("[data-making]")).to_have_count(0, timeout=120_000)
