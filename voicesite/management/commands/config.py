"""`manage.py config`: what is in force and where each value came from."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from voicesite.config import ENV_PREFIX
from voicesite.config_shown import effective_values


class Command(BaseCommand):
    help = "Print the effective settings, their sources and what they mean; secrets are masked."

    def handle(self, *args: Any, **options: Any) -> None:
        for setting in effective_values(settings.CONFIG):
            self.stdout.write(
                f"{ENV_PREFIX}{setting.name.upper()} = {setting.value or '(empty)'}  [{setting.source}]"
            )
            self.stdout.write(f"    {setting.description}")
