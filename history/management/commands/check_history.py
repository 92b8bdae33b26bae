"""`manage.py check_history`: whether rows and files of the history have what belongs to them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from history.checking import lost, repair


class Command(BaseCommand):
    help = (
        "List rows without files, files without rows, and what nobody has. Exits with 1 where it finds any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="Remove what nobody has, and mark clips whose file is missing; their owners are told.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = self._told()
        if count and options["repair"]:
            repair()
            count = self._told("still: ")
        if count:
            raise CommandError(f"{count:,} thing(s) lost what belongs to them. --repair tidies that.")
        self.stdout.write("Rows and files of the history have what belongs to them.")

    def _told(self, before: str = "") -> int:
        found = [f"{before}{wrong}: {which}" for wrong, which in lost()]
        for line in found:
            self.stdout.write(line)
        return len(found)
