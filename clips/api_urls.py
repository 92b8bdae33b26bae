"""`/api/clips/`."""

from django.urls import path

from clips import api

app_name = "clips-api"
urlpatterns = [
    path("", api.Clips.as_view(), name="list"),
    path("<uuid:pk>", api.OneClip.as_view(), name="detail"),
    path("<uuid:pk>/audio", api.Audio.as_view(), name="audio"),
    path("<uuid:pk>/waveform.png", api.Waveform.as_view(), name="waveform"),
    path("<uuid:pk>/peaks", api.Peaks.as_view(), name="peaks"),
]
