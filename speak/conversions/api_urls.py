"""Included at `/api/`: texts that programs have spoken."""

from django.urls import path

from speak.conversions import api

app_name = "tts-api"

urlpatterns = [
    path("tts", api.Conversions.as_view(), name="list"),
    path("tts/convert", api.Convert.as_view(), name="convert"),
    path("tts/convert-multiple", api.ConvertMultiple.as_view(), name="convert-multiple"),
    path("tts/supported-languages", api.SupportedLanguages.as_view(), name="languages"),
    path("tts/<uuid:pk>", api.OneConversion.as_view(), name="conversion"),
    path("tts/<uuid:pk>/download", api.Download.as_view(), name="download"),
]
