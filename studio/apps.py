from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "studio"

    def ready(self) -> None:
        from studio.compositions.preview import signals  # noqa: F401 - registers its receiver
