"""Compositions for pages: made over the API as their person, and read back as they are saved."""

import json
from typing import Any

from playwright.sync_api import APIResponse, Locator, Page, expect

from tests import audio_files
from tests.browser.waiting import until

RATE_HZ = 48_000


def sent(page: Page, method: str, path: str, **kwargs: Any) -> APIResponse:
    token = json.loads(page.locator("body").get_attribute("hx-headers") or "{}")["X-CSRFToken"]
    headers = {"X-CSRFToken": token, "Referer": page.url, **kwargs.pop("headers", {})}
    response = page.request.fetch(path, method=method, headers=headers, **kwargs)
    assert response.ok, response.text()
    return response


def upload(page: Page, *, seconds: float, name: str = "hello", data: bytes | None = None) -> str:
    audio = data or audio_files.wav(seconds, rate=16_000)
    file = {"name": f"{name}.wav", "mimeType": "audio/wav", "buffer": audio}
    return str(sent(page, "POST", "/api/clips", multipart={"file": file}).json()["id"])


def region(region_id: str, clip_id: str, **fields: Any) -> dict[str, Any]:
    source = {"kind": "upload", "id": clip_id}
    return {"id": region_id, "name": region_id, "clip_id": clip_id, "source": source, **fields}


def compose(page: Page, *tracks: tuple[str, list[dict[str, Any]]], name: str = "Intro") -> str:
    """A composition with these tracks: `(name, regions)`; its id."""
    timeline = {
        "tracks": [
            {"id": f"t{number}", "name": track, "regions": regions}
            for number, (track, regions) in enumerate(tracks, start=1)
        ]
    }
    body = {"name": name, "sample_rate_hz": RATE_HZ, "timeline": timeline}
    return str(sent(page, "POST", "/api/compositions", data=body).json()["id"])


def open_composition(page: Page, composition_id: str) -> None:
    page.goto(f"/studio/compositions/{composition_id}/")
    expect(page.locator("composition-timeline[data-state=ready]")).to_be_visible()


def saved(page: Page, composition_id: str) -> dict[str, Any]:
    return sent(page, "GET", f"/api/compositions/{composition_id}").json()


def saved_region(page: Page, composition_id: str, region_id: str) -> dict[str, Any] | None:
    tracks = saved(page, composition_id)["timeline"]["tracks"]
    found = [each for track in tracks for each in track["regions"] if each["id"] == region_id]
    return found[0] if found else None


def track_names_of(page: Page, composition_id: str) -> list[str]:
    return [track["name"] for track in saved(page, composition_id)["timeline"]["tracks"]]


def wait_for_saved(page: Page) -> None:
    """A change is under way at once: nothing is missed between it and the word."""
    expect(page.locator("[data-saved]")).to_have_text("Saved")


def region_on(page: Page, region_id: str) -> Locator:
    return page.locator(f"[data-region={region_id}]")


def until_saved(page: Page, composition_id: str, holds: Any, why: str) -> None:
    until(lambda: holds(saved(page, composition_id)["timeline"]), why, seconds=20)


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def px_per_second(page: Page, region_id: str, seconds: float) -> float:
    box = region_on(page, region_id).bounding_box()
    assert box
    return box["width"] / seconds
