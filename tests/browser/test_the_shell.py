"""What a person does on the site's frame: walk, play, upload, follow a job, switch the light off."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.audio_files import wav
from tests.browser.waiting import until
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser

PAGES = ["/clips/", "/jobs/", "/settings/", "/settings/keys/", "/settings/security/", "/settings/data/"]
WIDTHS = [390, 1024, 1440]
NAME_OF_FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "A recording.wav"
    path.write_bytes(wav(4))
    return path


def audio_of(page: Page, what: str) -> float:
    return page.evaluate(f"document.querySelector('voice-player audio').{what}")


def upload(page: Page, path: Path) -> None:
    page.goto("/clips/")
    with page.expect_response("**/clips/upload"):
        page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_role("link", name="A recording", exact=True).first).to_be_visible()


def test_a_wrong_password_is_said_in_place_and_the_name_is_kept(page_of):
    page = page_of(None)
    page.goto("/clips/")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill("not it at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/clips/$"))


def test_an_uploaded_recording_plays_on_while_pages_change(page_of, recording):
    page = page_of()
    upload(page, recording)
    page.get_by_role("button", name=re.compile("^Play A recording")).first.click()
    player = page.get_by_role("region", name="Player")
    expect(player).to_be_visible()
    until(lambda: audio_of(page, "currentTime") > 0.2, "the sound began")
    page.get_by_role("link", name="Jobs").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jobs")
    before = page.evaluate("document.querySelector('voice-player audio').currentTime")
    until(lambda: audio_of(page, "currentTime") > before, "the sound goes on")
    expect(player).to_be_visible()


def test_the_player_is_moved_by_keyboard(page_of, recording):
    page = page_of()
    upload(page, recording)
    page.get_by_role("button", name=re.compile("^Play A recording")).first.click()
    until(lambda: (audio_of(page, "duration") or 0) > 3, "the length was known")
    page.get_by_role("region", name="Player").get_by_role("button", name="Pause").click()
    position = page.get_by_role("slider", name="Position")
    position.focus()
    page.keyboard.press("End")
    until(lambda: audio_of(page, "currentTime") > 3.5, "it went to the end")
    page.keyboard.press("Home")
    until(lambda: audio_of(page, "currentTime") < 0.5, "it went to the start")


def test_a_file_that_is_no_audio_is_refused_by_name_and_the_others_are_kept(page_of, recording, tmp_path):
    notes = tmp_path / "notes.mp3"
    notes.write_text("these are only words, whatever the name says")
    page = page_of()
    page.goto("/clips/")
    page.locator("input[type=file]").set_input_files([notes, recording])
    expect(page.get_by_text("notes.mp3").first).to_be_visible()
    expect(page.get_by_role("link", name="A recording", exact=True).first).to_be_visible()


def test_an_empty_file_is_left_out_and_the_others_are_sent(page_of, recording, tmp_path):
    empty = tmp_path / "nothing.wav"
    empty.touch()
    page = page_of()
    page.goto("/clips/")
    with page.expect_response("**/clips/upload"):
        page.locator("input[type=file]").set_input_files([empty, recording])
    expect(page.locator("toast-stack").get_by_text("“nothing.wav” is empty.")).to_be_visible()
    expect(page.get_by_role("link", name="A recording", exact=True).first).to_be_visible()


def test_a_deleted_recording_can_be_brought_back(page_of, recording):
    page = page_of()
    upload(page, recording)
    rows = page.locator("li.clip")
    row_id = rows.filter(has_text="A recording").first.get_attribute("id")
    # By its id: the list may still be swapped for the one with the newest upload on top.
    page.locator(f"#{row_id}").get_by_role("button", name=re.compile("^Delete")).click()
    expect(page.locator(f"#{row_id}").get_by_role("button", name=re.compile("^Play"))).to_have_count(0)
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(f"#{row_id}").get_by_role("button", name=re.compile("^Play"))).to_be_visible()


def test_an_export_shows_in_the_tray_and_downloads(page_of):
    page = page_of()
    page.goto("/settings/data/")
    page.get_by_role("button", name="Export my data").click()
    drawer = page.locator("job-drawer")
    expect(drawer.locator("[data-count]")).to_contain_text("ended", timeout=60_000)
    download = page.get_by_role("region", name="Jobs").get_by_role("link", name="Download").first
    until(lambda: unfolded(drawer) and download.is_visible(), "the tray shows the download")
    with page.expect_download() as started:
        download.click()
    assert Path(started.value.path()).read_bytes()[:2] == b"PK"


def unfolded(drawer):
    """It unfolds by itself for work under way; this may have been done before the page looked."""
    if drawer.locator("details").get_attribute("open") is None:
        drawer.locator("summary").click()
    return True


def test_nothing_is_polled_while_nothing_is_under_way(page_of, running):
    running.add_person("idle")
    page = page_of("idle")
    page.goto("/settings/")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.wait_for_timeout(3500)  # twice the time between two polls
    # The site's picture for the tab comes when the browser finds the time.
    assert [path for path in asked if not path.startswith("/static/favicon.")] == []


def test_a_key_is_shown_once_and_works(page_of, running):
    import httpx

    running.add_person("programmer")
    page = page_of("programmer")
    page.goto("/settings/keys/")
    page.get_by_label("Name").fill("My script")
    page.get_by_label("Everything under /api/").check()
    page.get_by_role("button", name="Make").click()
    expect(page.get_by_text(re.compile(r"^vs_\w{20,}$"))).to_be_visible()
    plain = re.search(r"vs_\w{20,}", page.content()).group(0)
    answer = httpx.get(f"{running.url}/api/me", headers={"Authorization": f"Bearer {plain}"})
    assert answer.json()["username"] == "programmer"
    page.goto("/settings/keys/")
    assert plain not in page.content()


def test_the_light_goes_off_and_stays_off(page_of, running):
    running.add_person("night")
    page = page_of("night")
    page.goto("/settings/")
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    with page.expect_response("**/settings/appearance/"):
        page.get_by_role("button", name="Dark").first.click()
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert dark != light
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == dark


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_screen(page_of, width):
    page = page_of(viewport={"width": width, "height": 844})
    for path in PAGES:
        page.goto(path)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"{path} is {beyond} px too wide at {width}"


def test_everything_is_reached_by_keyboard(page_of):
    page = page_of()
    page.goto("/clips/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(NAME_OF_FOCUSED))
    assert {"Jobs", "Settings", "Sign out"} <= {(name or "").strip() for name in reached}


def test_focus_and_title_follow_to_the_next_page(page_of):
    page = page_of()
    page.goto("/clips/")
    page.get_by_role("link", name="Settings").first.click()
    expect(page).to_have_title(re.compile("Profile|Settings"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")


def test_who_is_quicker_than_the_page_stays_in_their_field(page_of):
    page = page_of()
    page.goto("/clips/")
    page.evaluate(
        """new MutationObserver(() => document.querySelector("#page [name=email]")?.focus())
             .observe(document.querySelector("#page"), { childList: true, subtree: true })"""
    )
    page.get_by_role("link", name="Settings").first.click()
    expect(page.locator("#announcer")).not_to_be_empty()  # it has arrived wholly
    expect(page.locator("#page [name=email]")).to_be_focused()


def test_without_javascript_a_person_still_uploads_and_signs_out(page_of, browser, running, recording):
    context = browser.new_context(base_url=running.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/clips/")
    page.locator("input[type=file]").set_input_files(recording)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("link", name="A recording", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Sign out").first.click()
    expect(page).to_have_url(re.compile("/sign-in/"))
    context.close()


def test_a_first_visit_asks_for_a_handful_of_files(page_of):
    page = page_of(None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/sign-in/")
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 10, asked


def test_the_apis_description_opens(page_of):
    page = page_of(None)
    page.goto("/api/docs")
    expect(page.get_by_text("/api/clips").first).to_be_visible(timeout=20_000)


def test_an_administrator_sees_the_packs(page_of):
    page = page_of("root")
    page.goto("/models/")
    expect(page.get_by_text("Kokoro").first).to_be_visible()
