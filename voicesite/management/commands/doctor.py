"""`manage.py doctor`: looks at everything the site needs and says what to do about what it finds."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.services.first_admin import administrator_exists
from voicesite.health import CHECKS, Outcome

MARKS = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}


class Command(BaseCommand):
    help = "Check the site from the inside: settings, database, files, worker, packs, disk."
    requires_system_checks: list[str] = []  # it looks at them itself, and goes on

    def handle(self, *args: Any, **options: Any) -> None:
        errors = 0
        for name, look in {**LOOKS, **CHECKS}.items():
            status, detail = _outcome(look)
            errors += status == "error"
            self.stdout.write(f"{MARKS[status]}  {name}: {detail}")
        if errors:
            raise CommandError(f"{errors} thing(s) need attention.")
        self.stdout.write("Everything that the site needs is in order.")


def _outcome(look: Callable[[], Outcome]) -> Outcome:
    try:
        return look()
    except Exception as error:  # one thing that is broken must not hide the others
        return "error", f"{error} ({type(error).__name__})"


def _python() -> Outcome:
    version = ".".join(map(str, sys.version_info[:3]))
    return ("ok" if sys.version_info >= (3, 11) else "error"), version


def _settings() -> Outcome:
    problems = checks.run_checks()
    told = "; ".join(str(problem) for problem in problems)
    if any(problem.level >= checks.ERROR for problem in problems):
        return "error", told
    return ("warning", told) if problems else ("ok", "no complaints")


def _secret_key() -> Outcome:
    if settings.CONFIG.secret_key is not None:
        return "ok", "from the configuration"
    path = Path(settings.DATA_DIR) / "secret-key"
    found = path.stat()
    if found.st_mode & 0o077:
        return "error", f"{path.name} can be read by others: chmod 600 it"
    is_mine = found.st_uid == os.getuid()
    return ("ok" if is_mine else "warning"), f"{path.name}, mode {found.st_mode & 0o777:o}"


def _data_dir() -> Outcome:
    mode = Path(settings.DATA_DIR).stat().st_mode & 0o777
    if mode & 0o077:
        return "warning", f"mode {mode:o}: others on this machine can look into it; chmod 700 it"
    return "ok", f"mode {mode:o}"


def _migrations() -> Outcome:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return "error", f"{len(waiting)} not applied: run `manage.py migrate`"
    return "ok", "all applied"


def _people() -> Outcome:
    if administrator_exists():
        return "ok", "there is one"
    return "warning", "none yet: `make run` prints a link to make one"


LOOKS: dict[str, Callable[[], Outcome]] = {
    "python": _python,
    "settings": _settings,
    "data directory": _data_dir,
    "secret key": _secret_key,
    "migrations": _migrations,
    "administrator": _people,
}
