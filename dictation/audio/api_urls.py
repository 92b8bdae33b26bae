"""Included at `/api/dictation/`."""

from django.urls import path

from dictation.audio import api

app_name = "item-audio-api"

ONE = "items/<uuid:pk>"

urlpatterns = [
    path(f"{ONE}/tts-status", api.ItemAudioState.as_view(), name="state"),
    path(f"{ONE}/audio", api.ItemSound.as_view(), name="audio"),
    path(f"{ONE}/audio/refresh", api.RefreshItemAudio.as_view(), name="refresh"),
]
