"""`manage.py doctor`: looks at everything the site needs and says what to do about what it finds."""

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.services.first_admin import administrator_exists
from voicesite.health import check_all

MARKS = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}
Finding = tuple[str, str, str]


class Command(BaseCommand):
    help = "Check the site from the inside: settings, database, files, worker, packs, disk."

    def handle(self, *args: Any, **options: Any) -> None:
        findings = [
            *self._python(),
            *self._settings(),
            *self._secret_key(),
            *self._migrations(),
            *self._people(),
        ]
        findings += [(check.name, check.status, check.detail) for check in check_all()]
        for name, status, detail in findings:
            self.stdout.write(f"{MARKS[status]}  {name}: {detail}")
        errors = sum(status == "error" for _, status, _ in findings)
        if errors:
            raise CommandError(f"{errors} thing(s) need attention.")
        self.stdout.write("Everything that the site needs is in order.")

    def _python(self) -> list[Finding]:
        version = ".".join(map(str, sys.version_info[:3]))
        return [("python", "ok" if sys.version_info >= (3, 11) else "error", version)]

    def _settings(self) -> list[Finding]:
        problems = run_checks()
        return [("settings", "error", str(problem)) for problem in problems] or [
            ("settings", "ok", "no complaints")
        ]

    def _secret_key(self) -> list[Finding]:
        path = Path(settings.DATA_DIR) / "secret-key"
        if settings.CONFIG.secret_key is not None:
            return [("secret key", "ok", "from the configuration")]
        mode = path.stat().st_mode & 0o777
        if mode & 0o077:
            return [("secret key", "error", f"{path.name} can be read by others: chmod 600 it")]
        is_mine = path.stat().st_uid == os.getuid()
        return [("secret key", "ok" if is_mine else "warning", f"{path.name}, mode {mode:o}")]

    def _migrations(self) -> list[Finding]:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return [("migrations", "error", f"{len(waiting)} not applied: run `manage.py migrate`")]
        return [("migrations", "ok", "all applied")]

    def _people(self) -> list[Finding]:
        if administrator_exists():
            return [("administrator", "ok", "there is one")]
        return [("administrator", "warning", "none yet: `make run` prints a link to make one")]
