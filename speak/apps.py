from django.apps import AppConfig


class SpeakConfig(AppConfig):
    name = "speak"

    def ready(self) -> None:
        from history.actions import add_action
        from history.crafts import register
        from history.models import Kind
        from speak.craft import SAVE_AS_PROFILE, SpeechCraft

        register(Kind.TTS, SpeechCraft())
        add_action(SAVE_AS_PROFILE)
