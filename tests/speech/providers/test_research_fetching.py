"""Models of the hub: what is taken, what is left, and weights that come as pickles."""

import hashlib
import json
import pickle
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
import torch
from django.core.management import CommandError, call_command
from filelock import FileLock
from safetensors.torch import load_file, save

from speech.management.commands import fetch_model as command
from speech.providers.opening import models_of
from speech.providers.research.fetching import FETCHING, FetchFailed, convert, fetch_model
from tests.speech.providers.research_builders import research_settings
from voicesite.config_providers import ProviderConfig

COMMIT = "a" * 40
WEIGHTS = {"weight": torch.arange(4.0)}


class Hub(BaseHTTPRequestHandler):
    """As much of it as a download asks for."""

    files: dict[str, bytes] = {}
    served: list[str] = []

    def do_HEAD(self):
        self._answer(with_body=False)

    def do_GET(self):
        self._answer(with_body=True)

    def _answer(self, *, with_body):
        path = self.path.partition("?")[0]
        if path.startswith("/api/models/someone/model/tree/"):
            listed = [
                {"type": "file", "path": name, "size": len(content), "oid": _etag(content)}
                for name, content in self.files.items()
            ]
            return self._send(json.dumps(listed).encode(), with_body=with_body)
        if path.startswith("/api/models/someone/model"):
            siblings = [{"rfilename": name} for name in self.files]
            known = {"id": "someone/model", "sha": COMMIT, "siblings": siblings}
            return self._send(json.dumps(known).encode(), with_body=with_body)
        name = path.partition(f"/someone/model/resolve/{COMMIT}/")[2]
        if name not in self.files:
            return self.send_error(404)
        self.served.append(name)
        return self._send(self.files[name], with_body=with_body)

    def _send(self, body, *, with_body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{_etag(body)}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *args):
        pass


def _etag(content):
    return hashlib.sha1(content).hexdigest()  # noqa: S324 - a name for the content


@pytest.fixture
def hub(monkeypatch):
    monkeypatch.setattr(Hub, "served", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def holding(monkeypatch, **files):
    named = {name.replace("__", "."): content for name, content in files.items()}
    monkeypatch.setattr(Hub, "files", {"config.json": b"{}", **named})


def test_what_it_speaks_with_is_fetched_and_nothing_else(hub, tmp_path, monkeypatch):
    holding(monkeypatch, model__safetensors=save(WEIGHTS), pytorch_model__bin=b"x", own__py=b"x")
    folder = fetch_model("someone/model", tmp_path, endpoint=hub)
    assert folder == tmp_path / "someone--model"
    assert sorted(path.name for path in folder.rglob("*")) == ["config.json", "model.safetensors"]
    assert "own.py" not in Hub.served


def test_what_is_here_is_not_fetched_again(hub, tmp_path, monkeypatch):
    (tmp_path / "someone--model").mkdir()
    fetch_model("someone/model", tmp_path, endpoint=hub)
    assert Hub.served == []


def test_pickled_weights_are_refused_until_they_are_to_be_converted(hub, tmp_path, monkeypatch):
    torch.save(WEIGHTS, tmp_path / "weights")
    holding(monkeypatch, pytorch_model__bin=(tmp_path / "weights").read_bytes())
    with pytest.raises(FetchFailed, match=r"pickles only\. With --convert"):
        fetch_model("someone/model", tmp_path, endpoint=hub)
    folder = fetch_model("someone/model", tmp_path, endpoint=hub, converts=True)
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "model.safetensors"]
    assert torch.equal(load_file(folder / "model.safetensors")["weight"], WEIGHTS["weight"])


class Harmful:
    def __reduce__(self):
        return print, ("harmed",)


def test_a_pickle_that_would_run_something_is_not_read(tmp_path, capsys):
    (tmp_path / "weights.bin").write_bytes(pickle.dumps(Harmful(), protocol=2))
    with pytest.raises(FetchFailed, match="more than weights"):
        convert(tmp_path / "weights.bin", tmp_path / "model.safetensors")
    assert "harmed" not in capsys.readouterr().out
    assert not (tmp_path / "model.safetensors").exists()


def test_weights_half_written_by_a_killed_process_are_written_anew(hub, tmp_path, monkeypatch):
    torch.save(WEIGHTS, tmp_path / "weights")
    holding(monkeypatch, pytorch_model__bin=(tmp_path / "weights").read_bytes())

    def killed(tensors, path, _):
        path.write_bytes(b"half of them")
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("safetensors.torch.save_file", killed)
        with pytest.raises(KeyboardInterrupt):
            fetch_model("someone/model", tmp_path, endpoint=hub, converts=True)
    folder = fetch_model("someone/model", tmp_path, endpoint=hub, converts=True)
    assert torch.equal(load_file(folder / "model.safetensors")["weight"], WEIGHTS["weight"])


def test_what_was_begun_of_another_revision_does_not_come_along(hub, tmp_path, monkeypatch):
    (tmp_path / "weights.bin").write_bytes(pickle.dumps(Harmful(), protocol=2))
    holding(monkeypatch, pytorch_model__bin=(tmp_path / "weights.bin").read_bytes(), old__txt=b"old")
    with pytest.raises(FetchFailed, match="more than weights"):
        fetch_model("someone/model", tmp_path, endpoint=hub, converts=True)
    holding(monkeypatch, model__safetensors=save(WEIGHTS))
    folder = fetch_model("someone/model", tmp_path, endpoint=hub, revision="refs/pr/1")
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "model.safetensors"]


def test_two_at_once_do_not_write_into_one_folder(hub, tmp_path, monkeypatch):
    holding(monkeypatch, model__safetensors=save(WEIGHTS))
    (tmp_path / FETCHING).mkdir()
    with (
        FileLock(tmp_path / FETCHING / "someone--model.lock"),
        pytest.raises(FetchFailed, match="by somebody else"),
    ):
        fetch_model("someone/model", tmp_path, endpoint=hub)


def test_weights_that_share_memory_are_written_apart(tmp_path):
    shared = torch.zeros(3)
    torch.save({"a": shared, "b": shared, "step": 7}, tmp_path / "weights.bin")
    convert(tmp_path / "weights.bin", tmp_path / "model.safetensors")
    assert set(load_file(tmp_path / "model.safetensors")) == {"a", "b"}


def test_a_hub_that_does_not_have_it_is_told(hub, tmp_path):
    with pytest.raises(FetchFailed, match="someone/else could not be fetched"):
        fetch_model("someone/else", tmp_path, endpoint=hub)
    assert not (tmp_path / "someone--else").exists()


def test_a_hub_that_cannot_be_reached_is_told(tmp_path, monkeypatch):
    class NotReached(Exception):
        """Of whatever client the hub's tools use."""

    def fail(*_, **__):
        raise NotReached("no route to host")

    monkeypatch.setattr("huggingface_hub.HfApi.list_repo_files", fail)
    with pytest.raises(FetchFailed, match="someone/model could not be fetched: no route to host"):
        fetch_model("someone/model", tmp_path)


def test_the_parts_of_a_model_are_named(tmp_path):
    assert models_of(research_settings("vits", "facebook/mms-tts-fin")) == ("facebook/mms-tts-fin",)
    parts = models_of(research_settings("speecht5", "microsoft/speecht5_tts"))
    assert parts == ("microsoft/speecht5_tts", "microsoft/speecht5_hifigan")


def configured(settings, *, provider=None, **changes):
    providers = {"fin": ProviderConfig(**(provider or {"kind": "vits", "model": "someone/model"}))}
    settings.CONFIG = settings.CONFIG.model_copy(update={"providers": providers, **changes})


def test_the_command_fetches_into_the_folder_of_models(hub, tmp_path, monkeypatch, settings):
    holding(monkeypatch, model__safetensors=save(WEIGHTS))
    monkeypatch.setattr(command, "fetch_model", partial(fetch_model, endpoint=hub))
    configured(settings, offline=False, models_dir=tmp_path / "models")
    written = StringIO()
    call_command("fetch_model", "fin", stdout=written)
    assert "someone/model is in " in written.getvalue()
    assert (tmp_path / "models" / "someone--model" / "model.safetensors").is_file()


def test_what_a_package_reads_beside_the_weights_is_fetched(hub, tmp_path, monkeypatch, settings):
    holding(monkeypatch, model__safetensors=save(WEIGHTS), conds__pt=b"a voice", other__pt=b"x")
    monkeypatch.setattr(command, "fetch_model", partial(fetch_model, endpoint=hub))
    chatterbox = {"kind": "chatterbox", "model": "someone/model"}
    configured(settings, provider=chatterbox, offline=False, models_dir=tmp_path)
    call_command("fetch_model", "fin", stdout=StringIO())
    found = {path.name for path in (tmp_path / "someone--model").iterdir()}
    assert found == {"config.json", "model.safetensors", "conds.pt"}


def test_a_codec_that_the_model_names_is_fetched_with_it(tmp_path, monkeypatch, settings):
    fetched = []

    def fetch(model, models_dir, **_):
        fetched.append(model)
        folder = models_dir / model.replace("/", "--")
        folder.mkdir()
        (folder / "model.safetensors").write_bytes(save(WEIGHTS))
        said = {"audio_tokenizer": {"audio_tokenizer_name_or_path": "makers/codec-9"}}
        (folder / "processor_config.json").write_text(json.dumps(said))
        return folder

    monkeypatch.setattr(command, "fetch_model", fetch)
    configured(settings, provider={"kind": "dia", "model": "someone/dia"}, offline=False, models_dir=tmp_path)
    call_command("fetch_model", "fin", stdout=StringIO())
    assert fetched == ["someone/dia", "makers/codec-9"]


def test_the_command_tells_an_option_that_is_wrong(tmp_path, settings):
    provider = {"kind": "dia", "model": str(tmp_path), "options": {"codec": 5}}
    configured(settings, provider=provider, offline=False, models_dir=tmp_path)
    with pytest.raises(CommandError, match="'codec'"):
        call_command("fetch_model", "fin", stdout=StringIO())


def test_the_command_asks_nobody_where_the_site_is_offline(settings):
    configured(settings, offline=True)
    with pytest.raises(CommandError, match="offline"):
        call_command("fetch_model", "fin", stdout=StringIO())


def test_the_command_names_the_providers_that_there_are():
    with pytest.raises(CommandError, match="no provider nobody"):
        call_command("fetch_model", "nobody", stdout=StringIO())
