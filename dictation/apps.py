from django.apps import AppConfig


class DictationConfig(AppConfig):
    name = "dictation"

    def ready(self) -> None:
        from dictation.sources.actions import MAKE_ITEMS
        from history.actions import add_action

        add_action(MAKE_ITEMS)
