"""What a person does with voices of their own."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import audio_files
from tests.browser.test_the_speak_page import forgive_422
from tests.running_site import RunningSite
from tests.speech.recognition import sounds

pytestmark = pytest.mark.browser
ADDRESS = "/voices/own/"


@pytest.fixture(scope="module")
def talk(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "River talk.wav"
    path.write_bytes(audio_files.wav(samples=sounds.spoken()[:, None], rate=16_000))
    return path


@pytest.fixture(autouse=True)
def nobody_has_one(running: RunningSite) -> None:
    running.site.python("from speech.models import OwnVoice\nOwnVoice.objects.all().delete()")


def bring(page: Page, talk: Path, name: str) -> None:
    page.get_by_label("Name", exact=True).last.fill(name)
    page.get_by_label("Whoever is heard agrees").check()
    page.locator("#own-voice-file").set_input_files(talk)
    page.get_by_role("button", name="Bring it").click()


def test_a_recording_is_brought_on_a_phone_renamed_deleted_and_brought_back(page_of, talk: Path):
    page = page_of(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto(ADDRESS)
    expect(page.get_by_text("No engine here imitates voices")).to_be_visible()
    bring(page, talk, "Grandma")
    voice = page.locator(".sample")
    expect(voice).to_have_count(1)
    expect(voice.locator(".sample__quality .badge").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    voice.locator("summary").first.focus()
    page.keyboard.press("Enter")
    voice.get_by_label("Name").fill("Granny")
    page.keyboard.press("Enter")
    expect(voice.locator(".sample__title")).to_contain_text("Granny")
    voice.get_by_role("button", name=re.compile("^Delete")).click()
    expect(voice).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(voice).to_have_count(1)


def test_what_no_voice_can_be_made_of_is_told_and_the_form_stays(page_of, tmp_path):
    tone = tmp_path / "tone.wav"
    tone.write_bytes(audio_files.wav(3.0))
    page = page_of()
    page.goto(ADDRESS)
    bring(page, tone, "Grandma")
    expect(page.locator("#own-voices-problem")).to_contain_text("Nobody seems to speak")
    expect(page.locator("#own-voice-name")).to_have_value("Grandma")
    forgive_422(page)
