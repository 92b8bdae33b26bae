from django.apps import AppConfig


class ClipsConfig(AppConfig):
    name = "clips"

    def ready(self) -> None:
        from clips import signals  # noqa: F401 - importing connects them
