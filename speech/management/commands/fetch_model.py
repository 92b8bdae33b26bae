"""`manage.py fetch_model NAME`: what a provider of research speaks with, from the hub. Needs no database."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from speech.engines.errors import EngineUnavailable
from speech.provider_openers import provider_settings
from speech.providers.kinds import RESEARCH
from speech.providers.opening import further_files_of, models_of
from speech.providers.research.fetching import FetchFailed, fetch_model
from speech.providers.research.loading import is_path
from speech.providers.settings import ProviderSettings


class Command(BaseCommand):
    help = "Download the model of a provider that speaks on this machine."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="as in [providers.NAME]")
        parser.add_argument("--revision", default="main", help="a branch, a tag or a commit")
        parser.add_argument("--convert", action="store_true", help="make pickled weights safetensors")

    def handle(self, *args: Any, name: str, revision: str, convert: bool, **options: Any) -> None:
        provider = _provider(name)
        if settings.CONFIG.offline:
            raise CommandError("The site is set to be offline (VOICESITE_OFFLINE).")
        models_dir = settings.CONFIG.models_dir
        models_dir.mkdir(parents=True, exist_ok=True)
        try:
            for model in filter(lambda model: not is_path(model), _parts(provider)):
                folder = fetch_model(
                    model,
                    models_dir,
                    revision=revision,
                    converts=convert,
                    further=further_files_of(provider),
                    report=self.stdout.write,
                )
                self.stdout.write(f"{model} is in {folder}.")
        except (EngineUnavailable, FetchFailed) as error:
            raise CommandError(str(error)) from None


def _parts(provider: ProviderSettings) -> Iterator[str]:
    """Which further ones it needs the model itself may say, once it is here."""
    yield provider.model
    yield from models_of(provider)[1:]


def _provider(name: str) -> ProviderSettings:
    providers = {each.name: each for each in provider_settings(threads=1).values() if each.kind in RESEARCH}
    if name not in providers:
        known = ", ".join(providers) or "none"
        raise CommandError(f"There is no provider {name} that speaks on this machine. There are: {known}.")
    return providers[name]
