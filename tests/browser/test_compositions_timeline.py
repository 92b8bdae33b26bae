"""What a person does on the timeline of a composition, by mouse and by keys, and what is saved of it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.compositions import (
    RATE_HZ,
    compose,
    drag,
    open_composition,
    region,
    region_on,
    saved,
    saved_region,
    sent,
    track_names_of,
    until_saved,
    upload,
    wait_for_saved,
)

pytestmark = pytest.mark.browser

SECONDS = 4.0


@pytest.fixture
def page(page_of) -> Page:
    page = page_of(viewport={"width": 1440, "height": 900})
    page.goto("/studio/compositions/")
    return page


@pytest.fixture
def composition(page: Page) -> str:
    """Two regions of four seconds on the first of two tracks, snapping off: a drag is taken at its word."""
    clip = upload(page, seconds=SECONDS)
    made = compose(
        page,
        ("Anna", [region("r1", clip), region("r2", clip, offset_frames=10 * RATE_HZ)]),
        ("Music", []),
    )
    open_composition(page, made)
    page.keyboard.press("n")
    return made


def seconds(frames: int) -> float:
    return frames / RATE_HZ


def regions_in(timeline: dict) -> list[dict]:
    return [each for track in timeline["tracks"] for each in track["regions"]]


def box_of(page: Page, region_id: str) -> dict[str, float]:
    box = region_on(page, region_id).bounding_box()
    assert box
    return dict(box)


def offset_of(timeline: dict, region_id: str) -> float | None:
    for track in timeline["tracks"]:
        for each in track["regions"]:
            if each["id"] == region_id:
                return seconds(each["offset_frames"])
    return None


def by_handle(page: Page, region_id: str, *, x: float, y: float, by_px: float) -> None:
    """Dragged from a place within the region, as far to the right."""
    box = box_of(page, region_id)
    start = (box["x"] + x % box["width"], box["y"] + y % box["height"])
    drag(page, start, (start[0] + by_px, start[1]))
    wait_for_saved(page)


def test_a_region_is_dragged_in_time_and_to_another_track_and_back_by_undo(page, composition):
    box = box_of(page, "r1")
    per_second = box["width"] / SECONDS
    start = (box["x"] + box["width"] / 2, box["y"] + 50)
    drag(page, start, (start[0] + 3 * per_second, start[1] + box["height"]))
    until_saved(page, composition, lambda timeline: timeline["tracks"][1]["regions"], "the second track")
    assert offset_of(saved(page, composition)["timeline"], "r1") == pytest.approx(3, abs=0.1)
    page.keyboard.press("ControlOrMeta+z")
    until_saved(page, composition, lambda timeline: offset_of(timeline, "r1") == 0, "the first place")
    assert saved(page, composition)["timeline"]["tracks"][1]["regions"] == []


def test_edges_fades_and_the_loop_have_handles(page, composition):
    per_second = box_of(page, "r1")["width"] / SECONDS
    by_handle(page, "r1", x=2, y=50, by_px=per_second)
    trimmed = saved_region(page, composition, "r1")
    assert seconds(trimmed["trim_start_frames"]) == pytest.approx(1, abs=0.1)
    assert trimmed["offset_frames"] == trimmed["trim_start_frames"]
    by_handle(page, "r2", x=-3, y=50, by_px=-per_second)
    assert seconds(saved_region(page, composition, "r2")["trim_end_frames"]) == pytest.approx(3, abs=0.1)
    by_handle(page, "r2", x=3, y=10, by_px=per_second)
    by_handle(page, "r2", x=-3, y=10, by_px=-per_second / 2)
    faded = saved_region(page, composition, "r2")
    assert seconds(faded["fade_in"]["frames"]) == pytest.approx(1, abs=0.1)
    assert seconds(faded["fade_out"]["frames"]) == pytest.approx(0.5, abs=0.1)
    page.keyboard.press("-")
    per_second = box_of(page, "r2")["width"] / 3
    by_handle(page, "r2", x=-3, y=-4, by_px=4 * per_second)
    assert seconds(saved_region(page, composition, "r2")["loop_frames"]) == pytest.approx(7, abs=0.2)


def test_a_drag_snaps_to_an_edge_and_escape_lets_go_of_it(page, composition):
    page.keyboard.press("n")
    box, other = box_of(page, "r1"), box_of(page, "r2")
    start = (box["x"] + box["width"] / 2, box["y"] + 50)
    to_its_edge = other["x"] - (box["x"] + box["width"])
    drag(page, start, (start[0] + to_its_edge - 5, start[1]))
    until_saved(page, composition, lambda timeline: offset_of(timeline, "r1") == 6, "lying edge to edge")
    page.mouse.move(start[0] + to_its_edge, start[1])
    page.mouse.down()
    page.mouse.move(start[0] - 40, start[1], steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert offset_of(saved(page, composition)["timeline"], "r1") == 6


def test_a_frame_drawn_over_nothing_chooses_what_it_touches(page, composition):
    one, other = box_of(page, "r1"), box_of(page, "r2")
    start = (other["x"] + other["width"] - 10, other["y"] + other["height"] + 40)
    drag(page, start, (one["x"] + one["width"] - 10, one["y"] + 20))
    expect(page.locator("[data-region][aria-selected=true]")).to_have_count(2)
    page.keyboard.press("Delete")
    until_saved(page, composition, lambda timeline: not timeline["tracks"][0]["regions"], "nothing on it")


def test_all_of_it_goes_by_keys(page, composition):
    """Without a pointer: choose, move, split, copy, trim, fade, repeat, mute, delete."""
    region_on(page, "r1").focus()
    expect(region_on(page, "r1")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(region_on(page, "r1")).to_be_focused()
    page.keyboard.press("Control+ArrowUp")
    expect(region_on(page, "r2")).to_be_focused()
    for key in (".", "}", "<", "m"):
        page.keyboard.press(key)
    page.keyboard.press("Control+d")
    until_saved(page, composition, lambda timeline: len(regions_in(timeline)) == 3, "the copy")
    moved, edited = saved_region(page, composition, "r1"), saved_region(page, composition, "r2")
    assert seconds(moved["offset_frames"]) == pytest.approx(1.1)
    assert saved(page, composition)["timeline"]["tracks"][1]["regions"][0]["id"] == "r1"
    assert seconds(edited["trim_start_frames"]) == pytest.approx(0.1)
    assert edited["muted"]
    assert seconds(edited["fade_in"]["frames"]) == seconds(edited["fade_out"]["frames"]) == 0.05


def test_a_region_is_split_and_trimmed_at_the_playhead(page, composition):
    region_on(page, "r1").focus()
    page.get_by_role("slider", name="Playhead").focus()
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("s")
    until_saved(page, composition, lambda timeline: len(timeline["tracks"][0]["regions"]) == 3, "the halves")
    left, right, _ = saved(page, composition)["timeline"]["tracks"][0]["regions"]
    assert seconds(left["trim_end_frames"]) == seconds(right["trim_start_frames"]) == pytest.approx(2)
    assert right["offset_frames"] == right["trim_start_frames"]


def test_undo_survives_a_reload(page, composition):
    region_on(page, "r1").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Delete")
    until_saved(page, composition, lambda timeline: offset_of(timeline, "r1") is None, "r1 being gone")
    wait_for_saved(page)
    page.reload()
    expect(page.locator("composition-timeline[data-state=ready]")).to_be_visible()
    expect(region_on(page, "r1")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(region_on(page, "r1")).to_have_count(1)
    page.keyboard.press("ControlOrMeta+z")
    until_saved(page, composition, lambda timeline: offset_of(timeline, "r1") == 0, "the first place")
    page.keyboard.press("ControlOrMeta+Shift+z")
    until_saved(page, composition, lambda timeline: offset_of(timeline, "r1") == 1, "the second place")


def test_tracks_are_added_named_set_moved_and_removed(page, composition):
    page.get_by_role("button", name="Add a track").first.click()
    page.keyboard.type("Wind")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Mute track 2, Music").click()
    page.get_by_role("slider", name="Volume of track 1, Anna").fill("100")
    page.get_by_role("slider", name="Pan of track 1, Anna").fill("-50")
    until_saved(page, composition, lambda timeline: timeline["tracks"][0]["pan"] == -0.5, "the pan")
    anna, music, wind = saved(page, composition)["timeline"]["tracks"]
    assert (anna["volume"], music["muted"], wind["name"]) == (4, True, "Wind")
    more = page.locator("[data-lane]").nth(2).get_by_label("More for this track")
    more.click()
    page.get_by_role("button", name="Move up").click()
    until_saved(page, composition, lambda timeline: timeline["tracks"][1]["name"] == "Wind", "the order")
    page.locator("[data-lane]").nth(0).get_by_label("More for this track").click()
    page.get_by_role("button", name="Remove the track").click()
    until_saved(page, composition, lambda timeline: len(timeline["tracks"]) == 2, "the removal")
    assert track_names_of(page, composition) == ["Wind", "Music"]


def test_places_are_typed_too(page, composition):
    region_on(page, "r2").click()
    page.get_by_label("Starts at").fill("1:05.5")
    page.keyboard.press("Tab")
    page.get_by_label("Fade out", exact=True).fill("1,5")
    page.keyboard.press("Tab")
    page.locator("[data-curve=out]").select_option("linear")
    until_saved(page, composition, lambda timeline: offset_of(timeline, "r2") == 65.5, "the typed place")
    wait_for_saved(page)
    fade = saved_region(page, composition, "r2")["fade_out"]
    assert fade == {"frames": 1.5 * RATE_HZ, "curve": "linear"}
    page.get_by_label("Starts at").fill("soon")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Starts at")).to_have_attribute("aria-invalid", "true")


def test_a_second_tab_shows_what_the_first_one_saves(page, composition):
    other = page.context.new_page()
    open_composition(other, composition)
    region_on(page, "r1").focus()
    page.keyboard.press("Shift+ArrowRight")
    wait_for_saved(page)
    expect(region_on(other, "r1")).to_have_attribute("aria-label", "r1, track Anna, from 0:01.0, 4 seconds")


def test_changes_from_elsewhere_are_asked_about_and_none_is_lost(page, composition):
    timeline = saved(page, composition)["timeline"]
    timeline["tracks"][1]["name"] = "Changed elsewhere"
    sent(page, "PATCH", f"/api/compositions/{composition}", data={"timeline": timeline})
    region_on(page, "r1").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("button", name="Mine as a copy").click()
    expect(page.get_by_label("Name of track 2")).to_have_value("Changed elsewhere")
    page.complaints[:] = [text for text in page.complaints if "412" not in text]
    copies = sent(page, "GET", "/api/compositions?q=my+version").json()["items"]
    copy = saved(page, copies[0]["id"])["timeline"]
    assert offset_of(copy, "r1") == 1
    assert offset_of(saved(page, composition)["timeline"], "r1") == 0
    page.keyboard.press("ControlOrMeta+z")
    until_saved(page, composition, lambda timeline: offset_of(timeline, "r1") == 1, "mine by undo")


def test_without_a_connection_changes_are_kept_and_sent_later(page, composition):
    page.context.set_offline(True)
    region_on(page, "r1").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[data-saved]")).to_have_text("Kept in this browser, not saved yet")
    page.context.set_offline(False)
    until_saved(page, composition, lambda timeline: offset_of(timeline, "r1") == 1, "it being sent")
    page.complaints[:] = [text for text in page.complaints if "ERR_INTERNET_DISCONNECTED" not in text]


def test_a_finger_scrolls_until_it_has_chosen(page_of, page, composition):
    phone = page_of(viewport={"width": 390, "height": 844}, has_touch=True)
    open_composition(phone, composition)
    region_on(phone, "r1").tap()
    expect(region_on(phone, "r1")).to_have_attribute("aria-selected", "true")
    phone.get_by_label("Starts at").fill("2")
    phone.keyboard.press("Tab")
    until_saved(phone, composition, lambda timeline: offset_of(timeline, "r1") == 2, "the typed place")
    lane = phone.locator("[data-lane-view]").nth(1)
    lane.tap()
    expect(region_on(phone, "r1")).to_have_attribute("aria-selected", "false")
