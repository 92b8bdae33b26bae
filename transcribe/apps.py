from django.apps import AppConfig


class TranscribeConfig(AppConfig):
    name = "transcribe"
