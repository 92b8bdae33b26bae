from django.apps import AppConfig


class OpenAiApiConfig(AppConfig):
    name = "openai_api"
