"""`manage.py packs`: what it prints, and how it ends."""

import pytest
from django.core.management import CommandError, call_command

from speech.management.commands import packs as command
from speech.packs import PackState, PackStore
from tests.speech.pack_builders import FakeCarrier, make_pack, write_folder


@pytest.fixture
def store(tmp_path, monkeypatch):
    carrier = FakeCarrier()

    def tiny_store(local_dirs=()):
        return PackStore(tmp_path / "models", packs={"tiny": make_pack(carrier)}, local_dirs=local_dirs)

    monkeypatch.setattr(command, "pack_store", tiny_store)
    monkeypatch.setattr(command, "DEFAULT_PACKS", ("tiny",))
    made = tiny_store()
    made.carrier = carrier
    return made


def output_of(capsys, *args: str) -> list[str]:
    call_command("packs", *args)
    return capsys.readouterr().out.splitlines()


def test_list_says_state_size_licence_and_place(store, capsys):
    head, row = output_of(capsys, "list")
    assert head.split() == ["NAME", "STATE", "SIZE", "LICENCE", "WHERE"]
    assert row.split() == ["tiny", "absent", "6.9", "KB", "CC0", "-"]
    store.pull("tiny")
    assert output_of(capsys, "list")[1].split()[1] == "ready"
    assert str(store.folder("tiny")) in output_of(capsys, "list")[1]


def test_pull_without_a_name_gets_the_default_packs_in_one_line_each(store, capsys):
    lines = output_of(capsys, "pull")
    assert len(lines) == 1
    assert lines[0].startswith("tiny: ready (")
    assert output_of(capsys, "pull") == ["tiny: ready"]


def test_pull_from_a_folder_needs_no_network(store, tmp_path, capsys):
    write_folder(tmp_path / "disk")
    output_of(capsys, "pull", "tiny", "--from", str(tmp_path / "disk"))
    assert store.state("tiny") is PackState.READY
    assert store.carrier.asked_for == []


def test_a_folder_that_is_not_there_is_told_before_anything_starts(store, tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("packs", "pull", "--from", str(tmp_path / "nowhere"))
    assert store.carrier.asked_for == []


def test_one_unknown_name_stops_all_of_them(store):
    with pytest.raises(CommandError, match="no model pack called huge"):
        call_command("packs", "pull", "tiny", "huge")
    assert store.state("tiny") is PackState.ABSENT


def test_verify_fails_with_the_name_of_the_damaged_file(store, capsys):
    model = store.pull("tiny") / "model.bin"
    assert output_of(capsys, "verify") == ["tiny: whole"]
    model.write_bytes(b"X" + model.read_bytes()[1:])
    with pytest.raises(CommandError, match=r"model\.bin changed"):
        call_command("packs", "verify")


def test_remove_says_what_it_did(store, capsys):
    store.pull("tiny")
    assert output_of(capsys, "remove", "tiny") == ["tiny: removed"]
    assert output_of(capsys, "remove", "tiny") == ["tiny: was not here"]
    with pytest.raises(CommandError, match="Name the packs"):
        call_command("packs", "remove")


def test_ctrl_c_says_that_nothing_is_lost(store):
    def press(name: str) -> None:
        raise KeyboardInterrupt

    store.carrier.before = press
    with pytest.raises(CommandError, match="goes on from there") as caught:
        call_command("packs", "pull")
    assert caught.value.returncode == 130
