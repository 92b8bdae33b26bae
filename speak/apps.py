from django.apps import AppConfig


class SpeakConfig(AppConfig):
    name = "speak"
