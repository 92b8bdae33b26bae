from django.apps import AppConfig


class VoicesiteConfig(AppConfig):
    name = "voicesite"
