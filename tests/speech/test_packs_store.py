"""Packs appear whole or not at all, once, from the first source that has them."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from speech.packs import (
    ChecksumMismatch,
    DiskFull,
    FolderUnusable,
    NoSource,
    PackBusy,
    PackDamaged,
    PackMissing,
    PackState,
    PackStore,
    UnknownPack,
)
from tests.speech.pack_builders import CONTENT, FakeCarrier, make_pack, write_folder

ROOT = Path(__file__).resolve().parents[2]


class Stopped(Exception):
    """What a cancelled job raises out of the progress callback."""


def make_store(tmp_path: Path, *sources: object, **options: object) -> PackStore:
    pack = make_pack(*sources)
    return PackStore(tmp_path / "models", packs={pack.name: pack}, **options)


def visible_in(store: PackStore) -> list[str]:
    return sorted(path.name for path in store.models_dir.iterdir() if not path.name.startswith("."))


def staged_in(store: PackStore) -> list[Path]:
    return [path for path in (store.models_dir / ".staging").rglob("*") if path.is_file()]


def test_a_pulled_pack_is_ready_and_has_every_byte(tmp_path):
    store = make_store(tmp_path, FakeCarrier())
    folder = store.pull("tiny")
    assert store.state("tiny") is PackState.READY
    assert {name: (folder / name).read_bytes() for name in CONTENT} == CONTENT
    assert store.path("tiny") == folder
    assert store.installed_bytes("tiny") >= sum(map(len, CONTENT.values()))
    assert staged_in(store) == []


def test_an_absent_pack_says_how_to_get_it(tmp_path):
    store = make_store(tmp_path)
    assert store.state("tiny") is PackState.ABSENT
    with pytest.raises(PackMissing, match=r"manage\.py packs pull tiny"):
        store.path("tiny")


def test_an_unknown_name_lists_the_known_ones(tmp_path):
    with pytest.raises(UnknownPack, match="There are: tiny"):
        make_store(tmp_path).pull("huge")


def test_a_ready_pack_is_not_fetched_again(tmp_path):
    carrier = FakeCarrier()
    store = make_store(tmp_path, carrier)
    store.pull("tiny")
    store.pull("tiny")
    assert carrier.asked_for == list(CONTENT)


# Order of sources ------------------------------------------------------------------------------------
@pytest.mark.parametrize("layout", ["tiny-1", "tiny", "."])
def test_a_local_folder_comes_before_the_network(tmp_path, layout):
    carrier = FakeCarrier()
    write_folder(tmp_path / "disk" / layout)
    store = make_store(tmp_path, carrier, local_dirs=[tmp_path / "disk"])
    store.pull("tiny")
    assert store.state("tiny") is PackState.READY
    assert carrier.asked_for == []


def test_what_one_source_lacks_the_next_one_brings(tmp_path):
    write_folder(tmp_path / "disk", {"config.json": CONTENT["config.json"]})
    carrier = FakeCarrier()
    store = make_store(tmp_path, carrier, local_dirs=[tmp_path / "disk"])
    store.pull("tiny")
    assert carrier.asked_for == ["model.bin"]


def test_offline_it_asks_local_folders_only(tmp_path):
    carrier = FakeCarrier()
    store = make_store(tmp_path, carrier, offline=True, local_dirs=[tmp_path / "nowhere"])
    with pytest.raises(NoSource, match=r"nowhere.*VOICESITE_OFFLINE.*--from"):
        store.pull("tiny")
    assert carrier.asked_for == []
    assert visible_in(store) == []


def test_where_no_source_has_it_every_reason_is_told(tmp_path):
    first, second = FakeCarrier({}, label="the first"), FakeCarrier({}, label="the second")
    with pytest.raises(NoSource) as caught:
        make_store(tmp_path, first, second).pull("tiny")
    assert caught.value.reasons == (
        "the first: it has no model.bin",
        "the second: it has no model.bin",
    )


# Wrong bytes -----------------------------------------------------------------------------------------
def test_a_wrong_checksum_is_an_error_and_leaves_nothing(tmp_path):
    store = make_store(tmp_path, FakeCarrier({**CONTENT, "model.bin": b"WEIGHTS" * 1000}))
    with pytest.raises(ChecksumMismatch, match=r"model\.bin from the fake carrier") as caught:
        store.pull("tiny")
    assert caught.value.expected in str(caught.value)
    assert store.state("tiny") is PackState.ABSENT
    assert visible_in(store) == []
    assert staged_in(store) == []


def test_after_wrong_bytes_the_next_source_is_asked(tmp_path):
    write_folder(tmp_path / "disk", {**CONTENT, "model.bin": b"WEIGHTS" * 1000})
    carrier = FakeCarrier()
    store = make_store(tmp_path, carrier, local_dirs=[tmp_path / "disk"])
    store.pull("tiny")
    store.verify("tiny")
    assert carrier.asked_for == ["model.bin"]


# Damage ----------------------------------------------------------------------------------------------
def test_a_file_of_another_size_makes_it_damaged_at_a_glance(tmp_path):
    store = make_store(tmp_path, FakeCarrier())
    (store.pull("tiny") / "model.bin").write_bytes(b"cut")
    assert store.state("tiny") is PackState.DAMAGED
    with pytest.raises(PackMissing, match="is damaged"):
        store.path("tiny")


def test_verify_finds_a_flipped_byte_and_pull_mends_only_that_file(tmp_path):
    carrier = FakeCarrier()
    store = make_store(tmp_path, carrier)
    model = store.pull("tiny") / "model.bin"
    model.write_bytes(b"X" + CONTENT["model.bin"][1:])
    assert store.state("tiny") is PackState.READY
    with pytest.raises(PackDamaged) as caught:
        store.verify("tiny")
    assert caught.value.file_names == ("model.bin",)
    assert store.state("tiny") is PackState.DAMAGED
    carrier.asked_for.clear()
    store.pull("tiny")
    store.verify("tiny")
    assert carrier.asked_for == ["model.bin"]


def test_a_pack_made_for_another_manifest_is_not_taken_for_this_one(tmp_path):
    make_store(tmp_path, FakeCarrier()).pull("tiny")
    changed = make_pack(content={**CONTENT, "model.bin": b"WEIGHTS" * 1000})
    assert PackStore(tmp_path / "models", packs={"tiny": changed}).state("tiny") is PackState.DAMAGED


# Interruptions ---------------------------------------------------------------------------------------
def test_a_stopped_pull_shows_nothing_and_goes_on_where_it_stopped(tmp_path):
    def stop_at_config(name: str) -> None:
        if name == "config.json":
            raise Stopped

    carrier = FakeCarrier(before=stop_at_config)
    store = make_store(tmp_path, carrier)
    with pytest.raises(Stopped):
        store.pull("tiny")
    assert visible_in(store) == []
    carrier.before = lambda name: None
    carrier.asked_for.clear()
    store.pull("tiny")
    assert carrier.asked_for == ["config.json"]


def test_a_progress_callback_can_stop_it(tmp_path):
    def stop(step: str, done_bytes: int, total_bytes: int) -> None:
        raise Stopped

    store = make_store(tmp_path, FakeCarrier())
    with pytest.raises(Stopped):
        store.pull("tiny", stop)
    assert store.pull("tiny").is_dir()


def test_progress_never_goes_back_and_ends_at_the_total(tmp_path):
    seen = []
    make_store(tmp_path, FakeCarrier()).pull("tiny", lambda step, done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == seen[-1][1] == sum(map(len, CONTENT.values()))


KILLED = """
import sys, time
from pathlib import Path
from speech.packs import PackStore
from tests.speech.pack_builders import FakeCarrier, make_pack

def hang(name):
    if name == "config.json":
        print("half-way", flush=True)
        time.sleep(600)

pack = make_pack(FakeCarrier(before=hang))
PackStore(Path(sys.argv[1]), packs={"tiny": pack}).pull("tiny")
"""


def test_a_killed_process_leaves_nothing_visible_and_no_lock(tmp_path):
    carrier = FakeCarrier()
    store = make_store(tmp_path, carrier)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(store.models_dir)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "half-way\n"
    with pytest.raises(PackBusy):
        store.remove("tiny")
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert visible_in(store) == []
    assert store.state("tiny") is PackState.ABSENT
    store.pull("tiny")
    assert carrier.asked_for == ["config.json"]


def test_downloads_nobody_came_back_to_are_swept(tmp_path):
    store = make_store(tmp_path, FakeCarrier())
    old, young = (store.models_dir / ".staging" / name for name in ("gone-1", "other-1"))
    for folder in (old, young):
        write_folder(folder)
    eight_days_ago = time.time() - 8 * 86_400
    os.utime(old, (eight_days_ago, eight_days_ago))
    store.pull("tiny")
    assert (old.exists(), young.exists()) == (False, True)


# Several at once -------------------------------------------------------------------------------------
def test_two_pulls_at_once_make_one_download(tmp_path):
    inside, may_go_on, waited = threading.Event(), threading.Event(), threading.Event()

    def wait(name: str) -> None:
        inside.set()
        assert may_go_on.wait(60)

    carrier = FakeCarrier(before=wait)
    store = make_store(tmp_path, carrier)

    def watch(step: str, done_bytes: int, total_bytes: int) -> None:
        if step.startswith("Waiting"):
            waited.set()

    first = threading.Thread(target=store.pull, args=("tiny",))
    second = threading.Thread(target=store.pull, args=("tiny", watch))
    first.start()
    assert inside.wait(60)
    second.start()
    assert waited.wait(60)
    may_go_on.set()
    first.join(20)
    second.join(20)
    assert carrier.asked_for == list(CONTENT)
    assert store.state("tiny") is PackState.READY


RACE = """
import sys
from pathlib import Path
from speech.packs import PackStore
from tests.speech.pack_builders import FakeCarrier, make_pack

carrier = FakeCarrier()
PackStore(Path(sys.argv[1]), packs={"tiny": make_pack(carrier)}).pull("tiny")
print(len(carrier.asked_for))
"""


def test_two_processes_at_once_make_one_download(tmp_path):
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(tmp_path / "models")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    fetched = [int(process.communicate(timeout=60)[0]) for process in processes]
    assert sorted(fetched) == [0, len(CONTENT)]


# Disk ------------------------------------------------------------------------------------------------
def test_a_full_disk_is_noticed_before_anything_is_fetched(tmp_path):
    carrier = FakeCarrier(needs_bytes=10**18)
    store = make_store(tmp_path, carrier)
    with pytest.raises(DiskFull, match="Free some, or set VOICESITE_MODELS_DIR"):
        store.pull("tiny")
    assert carrier.asked_for == []
    assert visible_in(store) == []


def test_it_leaves_the_reserve_of_the_disk_alone(tmp_path):
    with pytest.raises(DiskFull):
        make_store(tmp_path, FakeCarrier(), reserve_bytes=10**18).pull("tiny")


def test_a_disk_that_fills_up_on_the_way_is_told_as_such(tmp_path):
    def fill_up(name: str) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(DiskFull):
        make_store(tmp_path, FakeCarrier(before=fill_up)).pull("tiny")


def test_a_models_folder_that_is_a_file_is_told_as_such(tmp_path):
    (tmp_path / "models").write_text("not a folder")
    with pytest.raises(FolderUnusable, match="VOICESITE_MODELS_DIR"):
        make_store(tmp_path, FakeCarrier()).pull("tiny")


# Removal ---------------------------------------------------------------------------------------------
def test_removing_takes_the_pack_and_its_downloads(tmp_path):
    store = make_store(tmp_path, FakeCarrier())
    store.pull("tiny")
    write_folder(store.models_dir / ".staging" / "tiny-1" / "files")
    store.remove("tiny")
    assert store.state("tiny") is PackState.ABSENT
    assert visible_in(store) == []
    assert staged_in(store) == []


def test_removing_what_is_not_there_is_no_error(tmp_path):
    make_store(tmp_path).remove("tiny")
