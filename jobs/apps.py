from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        from jobs import checks, files  # noqa: F401 - registers the system check and the clean-up of files

        autodiscover_modules("tasks")
