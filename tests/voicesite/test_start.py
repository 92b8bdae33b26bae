"""`manage.py start`: one command serves the site and, however it is stopped, leaves nothing behind."""

import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from tests.processes import ROOT, alive, wait_until
from tests.running_site import RunningSite

pytestmark = pytest.mark.processes


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda how: how.name)
def test_it_stops_with_everything_it_started(tmp_path, how):
    with RunningSite(tmp_path) as site:
        family = site.family()
        assert len(family) > 4  # supervisor, web, worker, the queue's processes
        site.stop(how)
        wait_until(lambda: not alive(family), seconds=10, why="every process having ended")


def test_the_first_administrator_is_made_by_the_printed_link(tmp_path):
    with RunningSite(tmp_path, has_tables=False) as site:
        link = re.search(rf"{site.url}/setup/\S+", site.log).group(0)
        with httpx.Client(follow_redirects=True) as person:
            page = person.get(link)
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text).group(1)
            form = {"username": "boss", "email": "", "csrfmiddlewaretoken": token}
            form |= dict.fromkeys(("password1", "password2"), "correct horse battery")
            assert person.post(link, data=form, headers={"Referer": link}).status_code == 200
            assert person.get(f"{site.url}/admin/").status_code == 200
        assert httpx.get(link).status_code == 404


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path):
    site = RunningSite(tmp_path)
    with socket.create_server(("127.0.0.1", site.port)):
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "start", "--no-packs"],
            env=site.site.environment,
            capture_output=True,
            text=True,
        )
    assert done.returncode != 0
    assert "is in use. Set VOICESITE_PORT" in done.stderr


def test_a_wrong_setting_is_said_in_one_sentence(tmp_path):
    site = RunningSite(tmp_path).site
    site._settings["VOICESITE_WORKERS"] = "many"
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "start"],
        env=site.environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "workers = 'many'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_site_answers_while_a_body_is_refused(tmp_path):
    with RunningSite(tmp_path, request_max_mib=1, upload_max_mib=1) as site:
        form = {"file": ("huge.wav", b"\0" * 3 * 1024 * 1024, "audio/wav")}
        refused = httpx.post(f"{site.url}/api/clips", files=form, headers={"Authorization": "Bearer vs_x"})
        assert refused.status_code == 413
        assert refused.json()["error"]["code"] == "too_large"
        assert httpx.get(f"{site.url}/health").status_code == 200
        assert list((tmp_path / "uploads").iterdir()) == []
