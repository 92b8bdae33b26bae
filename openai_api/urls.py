"""Included at `/v1/`."""

from django.urls import path

from openai_api import model_list, speech, voices

app_name = "openai-api"

urlpatterns = [
    path("audio/speech", speech.Speech.as_view(), name="speech"),
    path("audio/voices", voices.Voices.as_view(), name="voices"),
    path("models", model_list.Models.as_view(), name="models"),
    path("models/<path:model_id>", model_list.OneModel.as_view(), name="model"),
]
