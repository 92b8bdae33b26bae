from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = "Voice profiles"

    def ready(self) -> None:
        from profiles.samples import signals  # noqa: F401 - connects them
