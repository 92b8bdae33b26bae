"""A composition of four tracks, from an empty page to a file that says what it should."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Locator, Page, expect

from tests import audio_files
from tests.browser.compositions import RATE_HZ, drag, saved, sent, wait_for_saved
from tests.browser.hearing import PATIENCE_MS, said_in
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LINES = {
    "Anna": "The ferry is late again this evening.",
    "Ben": "I can see it behind the island.",
    "Carl": "Then we have time for a coffee.",
}
TRACKS = [*LINES, "Music"]
WORDS = ("ferry", "evening", "island", "coffee")
MUSIC_SECONDS = 3.0
# Of all that stands on the page of a composition with four tracks.
MOST_TABS = 150


@pytest.fixture
def page(page_of) -> Page:
    """What is put together is there: three sentences in the history."""
    page = page_of(viewport={"width": 1440, "height": 1000})
    page.goto("/studio/")
    asked = {"texts": list(LINES.values()), "model": "piper", "language": "en"}
    sent(page, "POST", "/api/tts/convert-multiple", data=asked)
    done = "/api/tts?status=completed"
    until(lambda: sent(page, "GET", done).json()["total"] == len(LINES), "three sentences", seconds=180)
    return page


@pytest.fixture
def music(tmp_path) -> Path:
    """Quiet chords."""
    at = np.arange(round(MUSIC_SECONDS * 16_000)) / 16_000
    chord = sum(np.sin(2 * np.pi * hertz * at) for hertz in (220, 277, 330))
    path = tmp_path / "music.wav"
    path.write_bytes(audio_files.wav(samples=(0.02 * chord).astype(np.float32)[:, None], rate=16_000))
    return path


def lane(page: Page, number: int) -> Locator:
    return page.locator("[data-lane]").nth(number)


def region_of(page: Page, number: int) -> Locator:
    return lane(page, number).locator("[data-region]")


def sounds(page: Page) -> Locator:
    return page.locator("composition-sources dialog")


def rendering(page: Page) -> Locator:
    return page.locator("composition-render dialog")


def add_sound(page: Page) -> Locator:
    return page.locator("composition-sources > [data-open]")


def add_track(page: Page) -> Locator:
    return page.get_by_role("button", name="Add a track").first


def render_button(page: Page) -> Locator:
    return page.locator("composition-render > [data-open]")


def volume(page: Page, number: int, name: str) -> Locator:
    return page.get_by_role("slider", name=f"Volume of track {number}, {name}")


def is_begun(page: Page) -> None:
    expect(page.locator("composition-timeline[data-state=ready]")).to_be_visible()


def timeline_of(page: Page) -> dict:
    wait_for_saved(page)
    [composition_id] = [part for part in page.url.split("/") if len(part) == 36]
    return saved(page, composition_id)["timeline"]


def seconds_of(page: Page) -> float:
    """Until its last sound ends, and each voice begins after the one before."""
    tracks = timeline_of(page)["tracks"]
    assert [track["name"] for track in tracks] == TRACKS
    regions = [region for track in tracks for region in track["regions"]]
    assert len(regions) == len(TRACKS)
    lengths = [
        sent(page, "GET", f"/api/clips/{each['clip_id']}").json()["duration_seconds"] for each in regions
    ]
    starts = [region["offset_frames"] / RATE_HZ for region in regions]
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    assert all(start >= end - 0.1 for start, end in zip(starts[1:3], ends[:2], strict=True))
    assert tracks[3]["volume"] < 1
    return max(ends)


def kept(download, folder: Path) -> Path:
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def assert_it_is_what_was_built(page: Page, path: Path, seconds: float) -> None:
    assert soundfile.info(path).duration == pytest.approx(seconds, abs=0.1)
    assert soundfile.info(path).samplerate == RATE_HZ
    said = said_in(page, path)
    for word in WORDS:
        assert word in said, said


def drag_behind(page: Page, number: int) -> None:
    """The one region of a track, a little after the end of the one above."""
    page.get_by_role("button", name="Show all of it").click()
    page.get_by_role("button", name="Zoom out").click()
    region_of(page, number).scroll_into_view_if_needed()
    before, box = (region_of(page, each).bounding_box() for each in (number - 1, number))
    assert before
    assert box
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    by_px = before["x"] + before["width"] + 12 - box["x"]
    drag(page, start, (start[0] + by_px, start[1]))


def test_four_tracks_are_built_by_mouse_rendered_and_taken_away(page, music, tmp_path):
    page.get_by_role("button", name="New composition").first.click()
    is_begun(page)
    for number, name in enumerate(TRACKS):
        add_track(page).click()
        page.keyboard.type(name)
        add_sound(page).click()
        if name in LINES:
            sounds(page).get_by_text("History", exact=True).click()
            sounds(page).get_by_role("button", name=f"Add {LINES[name]}").click()
        else:
            sounds(page).get_by_text("Upload or record", exact=True).click()
            with page.expect_file_chooser() as chooser:
                sounds(page).locator("input[type=file]").click()
            chooser.value.set_files(music)
        expect(region_of(page, number)).to_have_count(1)
        sounds(page).get_by_role("button", name="Close").click()
        if 0 < number < len(LINES):
            drag_behind(page, number)
    fader = volume(page, 4, "Music")
    fader.scroll_into_view_if_needed()
    box = fader.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    seconds = seconds_of(page)
    render_button(page).click()
    rendering(page).get_by_role("button", name="Render").click()
    link = rendering(page).get_by_role("link", name="Download", exact=True)
    expect(link).to_be_visible(timeout=PATIENCE_MS)
    with page.expect_download() as download:
        link.click()
    assert_it_is_what_was_built(page, kept(download, tmp_path), seconds)


def reach(page: Page, target: Locator, key: str = "Tab") -> None:
    """As somebody does who has no pointer."""
    expect(target).to_be_visible()
    for _ in range(MOST_TABS):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} is not reached by {key}")


def press(page: Page, target: Locator, key: str = "Tab") -> None:
    reach(page, target, key)
    page.keyboard.press("Enter")


def choose_room(page: Page, name: str, key: str) -> None:
    """The arrow goes from one to the next of them."""
    chosen = sounds(page).locator("input[name=room]:checked")
    reach(page, chosen)
    wanted = sounds(page).get_by_role("radio", name=name)
    for _ in range(5):
        if wanted.is_checked():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{name} is not reached by {key}")


def test_the_same_by_keyboard_alone(page, music, tmp_path):
    press(page, page.get_by_role("button", name="New composition").first)
    is_begun(page)
    for number, name in enumerate(TRACKS):
        page.keyboard.press("End" if name in LINES else "Home")
        page.keyboard.press("t")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        page.keyboard.press("a")
        if name in LINES:
            choose_room(page, "History", "ArrowRight")
            press(page, sounds(page).get_by_role("button", name=f"Add {LINES[name]}"))
        else:
            choose_room(page, "Upload or record", "ArrowLeft")
            reach(page, sounds(page).locator("input[type=file]"))
            with page.expect_file_chooser() as chooser:
                page.keyboard.press("Enter")
            chooser.value.set_files(music)
        expect(region_of(page, number)).to_have_count(1)
        page.keyboard.press("Escape")
        expect(sounds(page)).to_be_hidden()
    page.keyboard.press("0")
    reach(page, region_of(page, 2))
    page.keyboard.press("Shift+ArrowRight")
    reach(page, volume(page, 4, "Music"))
    page.keyboard.press("PageDown")
    seconds = seconds_of(page)
    press(page, render_button(page), "Shift+Tab")
    press(page, rendering(page).get_by_role("button", name="Render"))
    expect(rendering(page).get_by_role("link", name="Download", exact=True)).to_be_focused(
        timeout=PATIENCE_MS
    )
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert_it_is_what_was_built(page, kept(download, tmp_path), seconds)
