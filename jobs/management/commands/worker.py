"""`manage.py worker`."""

from typing import Any

from django.core.management.base import BaseCommand

from jobs.worker import Worker


class Command(BaseCommand):
    help = "Does the background jobs, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        Worker().run()
