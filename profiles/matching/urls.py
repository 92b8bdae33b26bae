"""Included at `/voices/`."""

from django.urls import path

from profiles.matching import views

app_name = "matching"

urlpatterns = [
    path("<uuid:pk>/match/", views.page, name="page"),
    path("<uuid:pk>/match/start", views.start, name="start"),
    path("<uuid:pk>/match/stop", views.stop, name="stop"),
    path("<uuid:pk>/match/apply", views.apply, name="apply"),
    path("<uuid:pk>/match/nearest.mp3", views.listen, {"which": "nearest"}, name="nearest"),
    path("<uuid:pk>/match/blend.mp3", views.listen, {"which": "blend"}, name="blend"),
]
