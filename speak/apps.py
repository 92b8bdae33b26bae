from django.apps import AppConfig


class SpeakConfig(AppConfig):
    name = "speak"

    def ready(self) -> None:
        from history.crafts import register
        from history.models import Kind
        from speak.craft import SpeechCraft

        register(Kind.TTS, SpeechCraft())
