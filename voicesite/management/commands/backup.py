"""`manage.py backup FILE`: the whole site in one file, while it runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from common.errors import AppError
from common.sizes import MIB
from voicesite.backup import write_backup


class Command(BaseCommand):
    help = "Write a consistent snapshot of the database and all files, while the site runs."

    def add_arguments(self, parser: CommandParser) -> None:
        default = f"voicesite-{timezone.localtime():%Y-%m-%d-%H%M%S}.tar.gz"
        parser.add_argument("file", nargs="?", type=Path, default=Path(default))

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            write_backup(file)
        except AppError as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"{file}: {file.stat().st_size / MIB:.1f} MiB. Keep it where others can't read it.")
