from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "studio"

    def ready(self) -> None:
        from history.actions import add_action
        from studio.compositions.preview import signals  # noqa: F401 - registers its receiver
        from studio.compositions.sending.actions import ADD_TO_COMPOSITION

        add_action(ADD_TO_COMPOSITION)
