"""`manage.py restore FILE`: a backup in place of what is here. Stop the site first."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from common.errors import AppError
from jobs.queries import newest_worker_heartbeat
from voicesite.health import WORKER_SILENT_AFTER
from voicesite.restoring import restore_backup


class Command(BaseCommand):
    help = "Put a backup in place of the database and files. Stop the site first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="also where this site has people in it")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        heartbeat = newest_worker_heartbeat()
        if heartbeat and timezone.now() - heartbeat.seen_at < WORKER_SILENT_AFTER:
            raise CommandError(
                "A worker was running seconds ago. Stop the site, wait half a minute, try again."
            )
        try:
            manifest = restore_backup(file, replace=replace)
        except AppError as error:
            raise CommandError(error.message) from None
        call_command("migrate", verbosity=0)
        self.stdout.write(
            f"Restored what was backed up at {manifest['made_at']} by version {manifest['version']}."
        )
