"""What a composition's page plays is what the server mixes; sounds come onto it, and a file out of it."""

import base64
import io
from typing import Any

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, expect

from tests import audio_files
from tests.browser.compositions import (
    RATE_HZ,
    compose,
    open_composition,
    region,
    saved,
    sent,
    upload,
    wait_for_saved,
)
from tests.browser.waiting import until
from tests.processes import ROOT

pytestmark = pytest.mark.browser

# Pages have all modules in one file: here single ones are served beside it.
MODULES = "/static/modules/"
# The graph that plays, at the speed of the machine: all its sound is brought first.
HEARD = """async ({ frozen, modulesUrl }) => {
  const from = (name) => import(`${modulesUrl}composition/${name}.js`);
  const modules = await Promise.all(["sound", "windows", "score"].map(from));
  const [{ Sound }, { Windows }, { piecesOf }] = modules;
  const { document: shown, sources } = document.querySelector("composition-timeline");
  const transport = document.querySelector("composition-transport");
  const windows = new Windows({ url: transport.dataset.soundUrl, rateHz: sources.rateHz });
  const there = frozen ? transport.frozen.there : undefined;
  const probe = new Sound({ context: new OfflineAudioContext(2, 1, sources.rateHz), windows, sources });
  probe.set(shown, { frozen: there });
  const frames = probe.end;
  const context = new OfflineAudioContext(2, frames, sources.rateHz);
  const sound = new Sound({ context, windows, sources, aheadSeconds: 2 * frames / sources.rateHz });
  sound.set(shown, { frozen: there });
  const whole = { from: 0, to: frames, windowFrames: windows.frames };
  const pieces = sound.score.flatMap((part) => [...piecesOf(part, whole)]);
  windows.want(pieces);
  while (pieces.some((piece) => windows.get(piece.source, piece.index) === undefined)) {
    await new Promise((done) => setTimeout(done, 50));
  }
  sound.begin(0);
  const made = await context.startRendering();
  const bytes = [0, 1].map((side) => new Uint8Array(made.getChannelData(side).buffer));
  return bytes.map((each) => {
    let text = "";
    const piece = (at) => String.fromCharCode(...each.subarray(at, at + 8192));
    for (let at = 0; at < each.length; at += 8192) text += piece(at);
    return btoa(text);
  });
}"""


def heard(page: Page, *, is_frozen: bool = False) -> np.ndarray:
    page.route(
        f"**{MODULES}**",
        lambda route: route.fulfill(path=ROOT / "static" / "js" / route.request.url.partition(MODULES)[2]),
    )
    sides = page.evaluate(HEARD, {"frozen": is_frozen, "modulesUrl": MODULES})
    return np.stack([np.frombuffer(base64.b64decode(side), "<f4") for side in sides], axis=1)


def mixed(page: Page, composition_id: str) -> np.ndarray:
    sent(page, "POST", f"/api/compositions/{composition_id}/render?wait=30", data={"format": "wav"})
    until(lambda: saved(page, composition_id)["render"], "the render", seconds=60)
    audio = sent(page, "GET", saved(page, composition_id)["render"]["download_url"]).body()
    samples, rate_hz = soundfile.read(io.BytesIO(audio), dtype="float32", always_2d=True)
    assert rate_hz == RATE_HZ
    return samples


def levels_db(samples: np.ndarray) -> np.ndarray:
    """Of each second, left and right; whatever is below -70 is silence."""
    seconds = [samples[at : at + RATE_HZ] for at in range(0, len(samples), RATE_HZ)]
    power = np.array([np.mean(np.square(each, dtype=np.float64), axis=0) for each in seconds])
    return np.maximum(10 * np.log10(power + 1e-12), -70)


def assert_alike(one: np.ndarray, other: np.ndarray) -> None:
    assert abs(len(one) - len(other)) <= 2
    frames = min(len(one), len(other))
    assert np.abs(levels_db(one[:frames]) - levels_db(other[:frames])).max() < 1.0
    # Far more than the ear asks for: sample by sample it is the same sound.
    difference = one[:frames] - other[:frames]
    assert np.sqrt(np.mean(np.square(difference))) < 1e-3


def noise(seconds: float, *, rate: int, channels: int, seed: int) -> bytes:
    rough = np.random.default_rng(seed).standard_normal((round(seconds * rate), channels))
    swell = 0.1 + 0.1 * np.sin(np.arange(len(rough)) / rate)[:, None]
    return audio_files.wav(samples=(0.5 * rough * swell).clip(-0.9, 0.9).astype(np.float32), rate=rate)


def four_regions(page: Page) -> str:
    music = upload(page, seconds=0, name="music", data=noise(13, rate=44_100, channels=2, seed=1))
    voice = upload(page, seconds=0, name="voice", data=noise(4, rate=16_000, channels=1, seed=2))
    fades = {
        "fade_in": {"frames": 3 * RATE_HZ, "curve": "exponential"},
        "fade_out": {"frames": 2 * RATE_HZ, "curve": "smooth"},
    }
    crossing = {"fade_out": {"frames": RATE_HZ, "curve": "equal_power"}}
    repeated = {"loop_frames": 6 * RATE_HZ}
    return compose(
        page,
        ("Music", [region("r1", music, trim_start_frames=24_111, volume=0.8, pan=-0.3, **fades)]),
        (
            "Voice",
            [
                region("r2", voice, offset_frames=50_001, pan=0.9, **crossing),
                region("r3", voice, offset_frames=5 * RATE_HZ, trim_start_frames=9_000, **repeated),
                region("r4", voice, offset_frames=2 * RATE_HZ, muted=True),
            ],
        ),
    )


def change_track(page: Page, composition_id: str, number: int, **fields: Any) -> None:
    timeline = saved(page, composition_id)["timeline"]
    timeline["tracks"][number] |= fields
    sent(page, "PATCH", f"/api/compositions/{composition_id}", data={"timeline": timeline})


def test_what_is_heard_while_editing_is_what_the_server_mixes(page_of):
    page = page_of()
    composition_id = four_regions(page)
    change_track(page, composition_id, 1, volume=0.6, pan=-0.5)
    open_composition(page, composition_id)
    assert_alike(heard(page), mixed(page, composition_id))


def test_effects_and_ducking_are_heard_once_the_server_made_them(page_of):
    page = page_of()
    composition_id = four_regions(page)
    duck = {"under": "t2", "depth_db": 15, "attack_seconds": 0.05, "release_seconds": 0.3}
    change_track(page, composition_id, 0, duck=duck, volume=0.7)
    change_track(page, composition_id, 1, effects=[{"type": "reverb", "room": "small", "mix": 0.3}])
    open_composition(page, composition_id)
    news = page.locator("composition-transport [data-news]")
    expect(news).to_contain_text("are being made")
    expect(news).to_be_hidden()
    assert_alike(heard(page, is_frozen=True), mixed(page, composition_id))


def test_it_plays_stops_loops_and_follows_an_edit(page_of):
    page = page_of()
    open_composition(page, four_regions(page))
    transport = page.locator("composition-transport")
    play = transport.locator("[data-act=play]")
    page.keyboard.press("Space")
    expect(play).to_have_attribute("aria-label", "Pause")
    playhead = "document.querySelector('composition-timeline').playhead"
    meter = "document.querySelector('composition-transport [data-meter]').value"
    until(lambda: page.evaluate(playhead) > RATE_HZ / 2, "the playhead going on")
    until(lambda: page.evaluate(meter) > 0.2, "a level")
    page.get_by_role("button", name="Mute track 1, Music").click()
    page.get_by_role("button", name="Mute track 2, Voice").click()
    until(lambda: page.evaluate(meter) == 0, "silence")
    transport.get_by_role("button", name="Stop").click()
    expect(play).to_have_attribute("aria-label", "Play")
    assert page.evaluate(playhead) == 0


def test_numbers_are_changed_in_place_and_taken_back(page_of):
    page = page_of()
    composition_id = four_regions(page)
    open_composition(page, composition_id)
    panel = page.locator("composition-inspector")
    panel.get_by_role("button", name="Master").click()
    volume = panel.locator("[data-panel=master]").get_by_label("Volume dB")
    volume.fill("loud")
    volume.press("Enter")
    expect(panel.get_by_text("empty is silence")).to_be_visible()
    expect(volume).to_have_attribute("aria-invalid", "true")
    volume.fill("-6")
    volume.press("Enter")
    expect(volume).not_to_have_attribute("aria-invalid", "true")
    wait_for_saved(page)
    assert saved(page, composition_id)["timeline"]["master"]["volume"] == pytest.approx(0.501, abs=0.001)
    page.get_by_role("button", name="Undo").first.click()
    expect(volume).to_have_value("0")


def test_sounds_come_from_a_file_and_from_the_library_and_a_file_comes_out(page_of):
    page = page_of()
    composition_id = compose(page)
    upload(page, seconds=1, name="in the library")
    open_composition(page, composition_id)
    page.locator("composition-sources > [data-open]").click()
    dialog = page.locator("composition-sources dialog")
    file = {"name": "brought.wav", "mimeType": "audio/wav", "buffer": audio_files.wav(2.0)}
    dialog.locator("input[type=file]").set_input_files(file)
    expect(page.locator("[data-region]")).to_have_count(1)
    dialog.get_by_text("Library", exact=True).click()
    dialog.get_by_role("button", name="Add in the library").click()
    expect(page.locator("[data-region]")).to_have_count(2)
    dialog.get_by_role("button", name="Close").click()
    page.locator("composition-render > [data-open]").click()
    rendering = page.locator("composition-render dialog")
    rendering.get_by_label("Format").select_option("wav")
    rendering.get_by_role("button", name="Render").click()
    with page.expect_download() as download:
        rendering.get_by_role("link", name="Download", exact=True).click()
    samples, rate_hz = soundfile.read(download.value.path())
    assert (len(samples), rate_hz) == (2 * RATE_HZ, RATE_HZ)
