"""`manage.py packs list|pull|verify|remove`: model packs from the command line. Needs no database."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from speech.packs import DEFAULT_PACKS, PackError, PackState, PackStore, human_size
from speech.services import pack_store

_INTERRUPTED = 130


class Command(BaseCommand):
    help = "List, download, check and remove model packs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="what there is and what is here")
        pull = actions.add_parser("pull", help="download; without a name the default packs")
        pull.add_argument("--from", dest="folder", type=Path, help="a folder with the files: asked first")
        verify = actions.add_parser("verify", help="read every byte; without a name of all that are here")
        remove = actions.add_parser("remove", help="delete from this machine")
        for action in (pull, verify, remove):
            action.add_argument("names", nargs="*", metavar="NAME")
            action.add_argument("--all", action="store_true", dest="is_all", help="every pack there is")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        try:
            getattr(self, f"_{action}")(**options)
        except PackError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. What was downloaded is kept: the next pull goes on from there.",
                returncode=_INTERRUPTED,
            ) from None

    def _list(self, **options: Any) -> None:
        store = pack_store()
        rows = [("NAME", "STATE", "SIZE", "LICENCE", "WHERE")]
        for name, pack in store.packs.items():
            where = str(store.folder(name)) if store.state(name) is not PackState.ABSENT else "-"
            rows.append((name, store.state(name), human_size(pack.size_bytes), pack.licence, where))
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            self.stdout.write("  ".join(cells).rstrip())

    def _pull(self, *, names: list[str], is_all: bool, folder: Path | None, **options: Any) -> None:
        if folder is not None and not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        store = pack_store(local_dirs=(folder,) if folder else ())
        for name in self._named(store, names, is_all) or DEFAULT_PACKS:
            self._pull_one(store, name)

    def _pull_one(self, store: PackStore, name: str) -> None:
        started = time.monotonic()
        if store.state(name) is PackState.READY:
            self.stdout.write(f"{name}: ready")
            return
        if self.stdout.isatty():
            self._pull_with_bar(store, name)
        else:
            store.pull(name)
        seconds = time.monotonic() - started
        self.stdout.write(f"{name}: ready ({human_size(store.installed_bytes(name))}, {seconds:.0f} s)")

    def _pull_with_bar(self, store: PackStore, name: str) -> None:
        total_bytes = store.pack(name).size_bytes
        with tqdm(
            total=total_bytes, unit="B", unit_scale=True, unit_divisor=1024, desc=name, leave=False
        ) as bar:

            def show(step: str, done_bytes: int, total: int) -> None:
                bar.set_postfix_str(step, refresh=False)
                bar.n = done_bytes
                bar.refresh()

            store.pull(name, show)

    def _verify(self, *, names: list[str], is_all: bool, **options: Any) -> None:
        store = pack_store()
        here = [name for name in store.packs if store.state(name) is not PackState.ABSENT]
        failures = []
        for name in self._named(store, names, is_all) or here:
            try:
                store.verify(name)
                self.stdout.write(f"{name}: whole")
            except PackError as error:
                failures.append(str(error))
        if failures:
            raise CommandError("\n".join(failures))

    def _remove(self, *, names: list[str], is_all: bool, **options: Any) -> None:
        store = pack_store()
        chosen = self._named(store, names, is_all)
        if not chosen:
            raise CommandError("Name the packs to remove, or say --all.")
        for name in chosen:
            is_here = store.state(name) is not PackState.ABSENT
            store.remove(name)
            self.stdout.write(f"{name}: {'removed' if is_here else 'was not here'}")

    def _named(self, store: PackStore, names: list[str], is_all: bool) -> list[str]:
        """All names are looked up before anything is done to the first."""
        chosen = list(store.packs) if is_all else names
        for name in chosen:
            store.pack(name)
        return chosen
