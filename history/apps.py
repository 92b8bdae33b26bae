from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HistoryConfig(AppConfig):
    name = "history"

    def ready(self) -> None:
        post_migrate.connect(_install_search, sender=self, dispatch_uid="history.install_search")


def _install_search(using: str, **kwargs: Any) -> None:
    from history.search import install

    install(using)
