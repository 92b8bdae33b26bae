"""What a person does with the samples of a voice profile."""

from pathlib import Path
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests import audio_files
from tests.browser.waiting import until
from tests.running_site import RunningSite
from tests.speech.recognition import sounds

pytestmark = pytest.mark.browser
PROFILE = UUID(int=77)
ADDRESS = f"/voices/{PROFILE}/samples/"
AUDIO = "document.querySelector('voice-player audio')"


@pytest.fixture(scope="module")
def talk(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "River talk.wav"
    path.write_bytes(audio_files.wav(samples=sounds.spoken()[:, None], rate=16_000))
    return path


@pytest.fixture
def page(page_of, running: RunningSite) -> Page:
    """A profile without samples."""
    running.site.python(
        "from accounts.models import User\n"
        "from profiles.models import Profile\n"
        f"Profile.objects.filter(pk='{PROFILE}').delete()\n"
        "alice = User.objects.get(username='alice')\n"
        f"Profile.objects.create(pk='{PROFILE}', owner=alice, name='Ada', name_folded='ada', "
        "backend='espeak', voice='en', language='en')"
    )
    page = page_of()
    page.goto(ADDRESS)
    return page


def add(page: Page, talk: Path) -> None:
    before = page.locator(".sample").count()
    page.locator("#sample-file").set_input_files(talk)
    page.get_by_role("button", name="Add sample").click()
    expect(page.locator(".sample")).to_have_count(before + 1)


def heard(page: Page) -> None:
    text = page.get_by_label("What is said")
    until(lambda: "high that morning" in text.input_value(), "its text", seconds=180)


def test_a_file_is_added_heard_and_trimmed_by_the_keyboard(page: Page, talk: Path):
    add(page, talk)
    heard(page)
    expect(page.locator(".sample__quality .badge").first).to_be_visible()
    handle = page.get_by_label("Start of River talk")
    handle.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator("[data-start]")).to_have_value("0.2")
    page.get_by_role("button", name="Trim").click()
    expect(page.locator(".sample__title")).to_contain_text(" of ")


def test_a_handle_is_dragged(page: Page, talk: Path):
    add(page, talk)
    # What was heard makes the card longer: a mouse on its way would miss the handle.
    heard(page)
    wave, handle = page.locator(".trim__wave"), page.get_by_label("End of River talk")
    width, height = wave.evaluate("wave => [wave.clientWidth, wave.clientHeight]")
    # A handle is 16 points wide, half of them beyond the picture, and stands at the last whole step before
    # the end. `hover` waits until nothing, like the drawer of jobs, lies over it.
    handle.hover(position={"x": width - 1, "y": height / 2})
    page.mouse.down()
    box = wave.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + height / 2, steps=5)
    page.mouse.up()
    duration = float(page.locator("[data-trim]").get_attribute("data-duration"))
    end = float(page.locator("[data-end]").input_value())
    assert abs(end - duration / 2) < 0.1


def test_a_text_is_read_into_the_microphone(page: Page):
    page.get_by_label("Read aloud").select_option(label="Text 2")
    shown = page.locator(".sample-reading:visible")
    expect(shown).to_contain_text("Every morning I choose")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_role("timer")).to_have_text("0:02")
    page.get_by_role("button", name="Stop and add").click()
    expect(page.locator(".sample")).to_have_count(1)


def test_all_are_listened_to_together(page: Page, talk: Path):
    add(page, talk)
    page.get_by_role("button", name="Play All samples of Ada").click()
    until(lambda: page.evaluate(f"{AUDIO}.currentTime") > 0.2, "its sound")


def test_samples_are_ordered_and_removed(page: Page, talk: Path):
    add(page, talk)
    add(page, talk)
    first = page.locator(".sample").first.get_attribute("id")
    page.locator(".sample").first.get_by_role("button", name="Move down").click()
    expect(page.locator(".sample").last).to_have_attribute("id", first)
    page.locator(".sample").last.get_by_role("button", name="Remove River talk").click()
    page.locator("confirm-dialog").get_by_role("button", name="Remove").click()
    expect(page.locator(".sample")).to_have_count(1)


def test_what_is_refused_is_told_and_what_was_sent_stays(page: Page, tmp_path: Path):
    short = tmp_path / "short.wav"
    short.write_bytes(audio_files.wav(0.3))
    page.locator("#sample-file").set_input_files(short)
    with page.expect_response(f"**{ADDRESS}add"):
        page.get_by_role("button", name="Add sample").click()
    expect(page.locator("#samples-problem")).to_contain_text("at least 1 s")
    assert page.evaluate("document.querySelector('#sample-file').files.length") == 1
    page.complaints.clear()  # the console tells of every 422


def test_it_works_without_scripts(page_of, page: Page, talk: Path):
    plain = page_of(java_script_enabled=False)
    plain.goto(ADDRESS)
    plain.locator("#sample-file").set_input_files(talk)
    plain.get_by_role("button", name="Add sample").click()
    expect(plain.locator(".sample")).to_have_count(1)
    assert httpx.URL(plain.url).path == ADDRESS
