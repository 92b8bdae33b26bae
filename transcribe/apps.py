from django.apps import AppConfig


class TranscribeConfig(AppConfig):
    name = "transcribe"

    def ready(self) -> None:
        from history.crafts import register
        from history.models import Kind
        from transcribe.craft import TranscriptCraft

        register(Kind.STT, TranscriptCraft())
