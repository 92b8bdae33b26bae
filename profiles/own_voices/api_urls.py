"""`/api/voices`."""

from django.urls import path

from profiles.own_voices import api

app_name = "own-voices-api"
urlpatterns = [
    path("voices", api.OwnVoices.as_view(), name="list"),
    path("voices/<uuid:pk>", api.OneOwnVoice.as_view(), name="detail"),
    path("voices/<uuid:pk>/audio", api.OwnVoiceAudio.as_view(), name="audio"),
    path("voices/<uuid:pk>/preview", api.OwnVoicePreview.as_view(), name="preview"),
    path("voices/<uuid:pk>/restore", api.RestoreOwnVoice.as_view(), name="restore"),
]
