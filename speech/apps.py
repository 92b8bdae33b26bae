from django.apps import AppConfig


class SpeechConfig(AppConfig):
    name = "speech"

    def ready(self) -> None:
        from speech import signals  # noqa: F401 - connects them
