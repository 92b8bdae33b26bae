"""`manage.py providers`: who can speak here, and why some can't; `--check` asks each for its voices."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from speech.engines.errors import EngineError
from speech.provider_actions import ask_for_voices
from speech.provider_cards import ProviderCard, provider_card, provider_cards

HEADS = ("NAME", "KIND", "STATE", "VOICES", "WHY")


class Command(BaseCommand):
    help = "List the providers of speech and their states."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="ask each for its voices; fails where one does"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        failed = [name for name in self._named() if not self._answers(name)] if check else []
        self._show([_row(card) for card in provider_cards()])
        if failed:
            raise CommandError(f"No answer from {', '.join(failed)}.")

    def _named(self) -> list[str]:
        """Those that the settings name and have not turned off: the rest needs no answer."""
        return [card.name for card in provider_cards() if card.config and card.is_enabled]

    def _answers(self, name: str) -> bool:
        engine = provider_card(name).engine
        if engine is None:
            return False
        try:
            ask_for_voices(engine)
        except EngineError as error:
            self.stderr.write(str(error))
            return False
        return True

    def _show(self, rows: list[tuple[str, ...]]) -> None:
        widths = [max(map(len, column)) for column in zip(HEADS, *rows, strict=True)]
        for row in (HEADS, *rows):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def _row(card: ProviderCard) -> tuple[str, ...]:
    why = f"{card.reason}. {card.what_to_do}" if card.reason else ""
    return card.name, card.kind, card.state, str(card.voices_count), why
