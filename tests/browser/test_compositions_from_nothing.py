"""Four tracks from nothing, by mouse and by keys alone: what comes out says its sentences in their order."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, expect

from speech.packs import PackStore
from tests import audio_files
from tests.browser.compositions import RATE_HZ, drag, saved, upload, wait_for_saved
from tests.browser.hearing import PATIENCE_MS, said_in
from tests.voices import joe_says
from voicesite.config import get_config

pytestmark = pytest.mark.browser

SENTENCES = {
    "ferry": "The ferry leaves the harbour.",
    "coffee": "Then we drink some coffee.",
    "island": "Behind it is an island.",
    "evening": "It was a quiet evening.",
}


@pytest.fixture(scope="module")
def sounds() -> dict[str, bytes]:
    """A WAV file of each sentence."""
    packs = PackStore(get_config().models_dir, offline=True)
    return {name: spoken(packs, text) for name, text in SENTENCES.items()}


def spoken(packs: PackStore, text: str) -> bytes:
    samples, rate_hz = joe_says(packs, text)
    return audio_files.wav(samples=samples[:, np.newaxis], rate=rate_hz)


def begun(page: Page) -> str:
    expect(page.locator("composition-timeline[data-state=ready]")).to_be_visible()
    return re.findall(r"compositions/([0-9a-f-]+)/", page.url)[0]


def regions(page: Page):
    return page.locator("[data-region]")


def lie_one_after_the_other(page: Page, composition_id: str) -> float:
    """Each on a track of its own; how long they are together."""
    timeline = saved(page, composition_id)["timeline"]
    assert [len(track["regions"]) for track in timeline["tracks"]] == [1, 1, 1, 1]
    end = 0.0
    for track in timeline["tracks"]:
        [region] = track["regions"]
        start = region["offset_frames"] / RATE_HZ
        assert start == pytest.approx(end, abs=0.1)
        end = start + lengths(page)[region["clip_id"]]
    return end


def lengths(page: Page) -> dict[str, float]:
    clips = page.request.get("/api/clips?limit=100").json()["items"]
    return {clip["id"]: clip["duration_seconds"] for clip in clips}


def says_all_of_it(page: Page, path: Path, *, seconds: float) -> None:
    assert soundfile.info(path).duration == pytest.approx(seconds, abs=0.15)
    said = said_in(page, path)
    places = [said.find(name) for name in SENTENCES]
    assert -1 not in places, said
    assert places == sorted(places), said


def test_four_tracks_are_built_by_mouse_and_rendered(page_of, sounds, tmp_path):
    page = page_of(viewport={"width": 1440, "height": 1000})
    page.goto("/studio/compositions/")
    page.get_by_role("button", name="New composition").first.click()
    composition_id = begun(page)
    page.locator("composition-sources > [data-open]").click()
    dialog = page.locator("composition-sources dialog")
    files = [
        {"name": f"{name}.wav", "mimeType": "audio/wav", "buffer": data} for name, data in sounds.items()
    ]
    dialog.locator("input[type=file]").set_input_files(files)
    expect(regions(page)).to_have_count(4)
    dialog.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Show all of it").click()
    for _ in range(4):  # room behind what is there
        page.get_by_role("button", name="Zoom out").click()
    for number in range(1, 4):
        to_the_end_of_the_one_before(page, number)
    wait_for_saved(page)
    seconds = lie_one_after_the_other(page, composition_id)
    page.locator("composition-render > [data-open]").click()
    rendering = page.locator("composition-render dialog")
    rendering.get_by_label("Format").select_option("wav")
    rendering.get_by_role("button", name="Render").click()
    with page.expect_download(timeout=PATIENCE_MS) as download:
        rendering.get_by_role("link", name="Download", exact=True).click(timeout=PATIENCE_MS)
    download.value.save_as(tmp_path / "by-mouse.wav")
    says_all_of_it(page, tmp_path / "by-mouse.wav", seconds=seconds)


def to_the_end_of_the_one_before(page: Page, number: int) -> None:
    before, box = (regions(page).nth(at).bounding_box() for at in (number - 1, number))
    assert before
    assert box
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.6)
    drag(page, start, (start[0] + before["x"] + before["width"] - box["x"], start[1]))


def test_the_same_by_keys_alone(page_of, sounds, tmp_path):
    page = page_of(viewport={"width": 1440, "height": 1000})
    page.goto("/studio/compositions/")
    for name, data in sounds.items():
        upload(page, seconds=0, name=f"keys {name}", data=data)
    page.reload()
    page.get_by_role("button", name="New composition").first.focus()
    page.keyboard.press("Enter")
    composition_id = begun(page)
    for number, name in enumerate(sounds):
        add_by_keys(page, f"keys {name}")
        expect(regions(page)).to_have_count(number + 1)
    wait_for_saved(page)
    seconds = lie_one_after_the_other(page, composition_id)
    page.locator("composition-render > [data-open]").focus()
    page.keyboard.press("Enter")
    rendering = page.locator("composition-render dialog")
    expect(rendering.get_by_label("Format")).to_be_focused()
    page.keyboard.type("WAV")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(rendering.get_by_role("button", name="Render")).to_be_focused()
    page.keyboard.press("Enter")
    link = rendering.get_by_role("link", name="Download", exact=True)
    expect(link).to_be_visible(timeout=PATIENCE_MS)
    link.focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "by-keys.wav")
    says_all_of_it(page, tmp_path / "by-keys.wav", seconds=seconds)
    # htmx complains of a search that the next letter took the place of.
    aborted = ("htmx:afterRequest", "htmx:sendAbort")
    page.complaints[:] = [told for told in page.complaints if not told.startswith(aborted)]


def add_by_keys(page: Page, name: str) -> None:
    """A track, and from the Library a sound on it, behind all others."""
    page.keyboard.press("t")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("a")
    dialog = page.locator("composition-sources dialog")
    expect(dialog).to_be_visible()
    dialog.locator("input[name=room]:checked").focus()
    library = dialog.get_by_role("radio", name="Library")
    while not library.is_checked():
        page.keyboard.press("ArrowRight")
    dialog.get_by_label("Search").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(name)
    add = dialog.get_by_role("button", name=f"Add {name}")
    expect(dialog.locator(".sounds__row")).to_have_count(1)
    add.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
