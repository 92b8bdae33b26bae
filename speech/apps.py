from django.apps import AppConfig


class SpeechConfig(AppConfig):
    name = "speech"

    def ready(self) -> None:
        from speech import signals  # noqa: F401 - connects them
        from speech.own_voices import signals as own_voices_signals  # noqa: F401 - connects them
