"""`/api/clips/`."""

from django.urls import path

from clips import api

app_name = "clips-api"
urlpatterns = [
    path("clips", api.Clips.as_view(), name="list"),
    path("clips/<uuid:pk>", api.OneClip.as_view(), name="detail"),
    path("clips/<uuid:pk>/audio", api.Audio.as_view(), name="audio"),
    path("clips/<uuid:pk>/waveform.png", api.Waveform.as_view(), name="waveform"),
    path("clips/<uuid:pk>/peaks", api.Peaks.as_view(), name="peaks"),
]
