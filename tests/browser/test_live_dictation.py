"""Speaking to the Transcribe page: a voice in the microphone becomes text while the page listens."""

import re
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from speech.packs import PackStore
from tests.browser.conftest import FLAGS, PATIENCE_MS, chromium_path, sign_in
from tests.running_site import RunningSite
from tests.voices import joe_says

pytestmark = [pytest.mark.browser, pytest.mark.models]

SENTENCE = "The brown fox jumps over the lazy dog."
HEARD = re.compile("lazy dog", re.IGNORECASE)
SILENCE_SECONDS = 1.5


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the browser takes for a microphone: the same sentence, over and over."""
    path = tmp_path_factory.mktemp("voice") / "voice.wav"
    store = PackStore(settings.CONFIG.models_dir, offline=settings.CONFIG.offline)
    store.pull("piper-en_US-joe-medium")
    samples, rate_hz = joe_says(store, SENTENCE)
    sound = np.concatenate([np.zeros(int(SILENCE_SECONDS * rate_hz), np.float32), samples])
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes((sound.clip(-1, 1) * 32_767).astype("<i2").tobytes())
    return path


@pytest.fixture(scope="module")
def speaking(voice: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = [*FLAGS, f"--use-file-for-fake-audio-capture={voice}"]
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def page(speaking: Browser, running: RunningSite) -> Iterator[Page]:
    complaints: list[str] = []
    context = speaking.new_context(base_url=running.url)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, running, "alice")
    page.goto("/transcribe/")
    yield page
    context.close()
    assert complaints == []


def test_what_is_said_stands_on_the_page_and_can_be_copied(page):
    page.locator("#id_language").fill("English")
    live = page.locator("live-dictation")
    button = live.get_by_role("button", name="Start speaking")
    button.focus()
    page.keyboard.press("Enter")
    expect(live.get_by_role("button", name="Stop")).to_be_visible()
    expect(live.locator("meter")).to_be_visible()
    said = live.locator(".live__sentence:not(.is-current)")
    expect(said.filter(has_text=HEARD).first).to_be_visible(timeout=120_000)
    page.keyboard.press("Escape")
    expect(button).to_be_visible(timeout=120_000)
    expect(live.locator(".is-current")).to_have_count(0)
    expect(live.locator("meter")).to_be_hidden()
    assert HEARD.search(live.locator("copy-button").get_attribute("data-copy") or "")
    live.get_by_role("button", name="Clear").click()
    expect(said).to_have_count(0)
    expect(live.get_by_text("Speak, and the text appears here")).to_be_visible()


def test_a_microphone_that_is_refused_is_told_in_place(page):
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = "
        "() => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    live = page.locator("live-dictation")
    live.get_by_role("button", name="Start speaking").click()
    expect(live.get_by_role("alert")).to_contain_text("Allow it for this site")
    expect(live.get_by_role("button", name="Start speaking")).to_be_enabled()


def test_leaving_the_page_ends_it(page, running):
    live = page.locator("live-dictation")
    live.get_by_role("button", name="Start speaking").click()
    expect(live.get_by_role("button", name="Stop")).to_be_visible()
    page.get_by_role("link", name="Speak", exact=True).first.click()
    expect(page.get_by_role("heading", name="Speak", level=1)).to_be_visible()
    assert page.evaluate("document.querySelector('live-dictation')") is None
