"""The web process is killed in the middle of twenty streams: what is whole is kept, what is not is told."""

import threading
from pathlib import Path

import httpx
import psutil
import pytest

from speech.audio.probe import probe
from tests.processes import wait_until
from tests.running_site import RunningSite

pytestmark = pytest.mark.processes
STREAMS, WHOLE = 20, 3
KEY = """
from accounts.models import User
from accounts.services.keys import create_key
user = User.objects.create_user("alice")
print(create_key(user=user, name="program", scopes=["speech", "manage"])[1])
"""
# As the janitor does it, two minutes later.
TIDY = """
from datetime import timedelta
from django.db.models import F
from history.models import Entry
from history.services import mark_broken_off
Entry.objects.update(updated_at=F("updated_at") - timedelta(minutes=5))
print(mark_broken_off())
"""
LONG = "This is one more sentence of a text that takes a while. " * 40


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    with RunningSite(folder, speech_generations=2 * STREAMS, workers=1, throttle_key="9999/min") as site:
        yield site


def asked(text: str) -> dict:
    return {"model": "espeak", "voice": "en-US", "input": text, "response_format": "mp3"}


class Listener(threading.Thread):
    """Reads slowly, so that it is still reading when the site is killed."""

    def __init__(self, site: RunningSite, key: str, number: int) -> None:
        super().__init__(daemon=True)
        self.url = f"{site.url}/v1/audio/speech"
        self.headers = {"Authorization": f"Bearer {key}"}
        self.number, self.has_begun = number, threading.Event()

    def run(self) -> None:
        try:
            with httpx.stream(
                "POST",
                self.url,
                json=asked(f"Number {self.number}. {LONG}"),
                headers=self.headers,
                timeout=120,
            ) as answer:
                for _ in answer.iter_bytes():
                    self.has_begun.set()
        except httpx.HTTPError:
            pass  # killed: that is the point


def states(site: RunningSite) -> list[str]:
    return [row["state"] for row in site.site.rows("select state from history_entry")]


def test_what_a_killed_process_was_sending_is_whole_or_said_to_be_a_part(running):
    key = running.site.python(KEY)
    for number in range(WHOLE):
        httpx.post(
            f"{running.url}/v1/audio/speech",
            json=asked(f"Short, number {number}."),
            headers={"Authorization": f"Bearer {key}"},
            timeout=60,
        ).raise_for_status()
    wait_until(lambda: states(running).count("done") == WHOLE, seconds=60, why="short texts in the history")
    listeners = [Listener(running, key, number) for number in range(STREAMS)]
    for listener in listeners:
        listener.start()
    for listener in listeners:
        assert listener.has_begun.wait(120)
    web = next(process for process in running.family() if "web" in process.cmdline())
    psutil.Process(web.pid).kill()
    web.wait(20)

    running.site.python(TIDY)

    entries = running.site.rows("select id, state, clip_id, text from history_entry")
    assert len(entries) == STREAMS + WHOLE
    assert {entry["state"] for entry in entries} <= {"done", "partial"}
    assert "partial" in {entry["state"] for entry in entries}
    stored = {row["id"]: row["file"] for row in running.site.rows("select id, file from clips_clip")}
    media = running.site.folder / "media"
    for entry in entries:
        if entry["state"] == "partial":
            assert entry["clip_id"] is None
        else:
            assert probe(media / stored[entry["clip_id"]]).duration_seconds > 0.5
    files = {str(path.relative_to(media)) for path in (media / "clips").rglob("*") if path.is_file()}
    assert set(stored.values()) <= files
    assert left_behind(running.site.folder) == []


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in (folder / "uploads").rglob("*") if path.is_file()]
