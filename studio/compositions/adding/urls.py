"""Included at `/studio/compositions/`."""

from django.urls import path

from studio.compositions.adding import views

app_name = "adding"

urlpatterns = [
    path("<uuid:pk>/sounds", views.sounds, name="sounds"),
    path("<uuid:pk>/upload", views.upload, name="upload"),
]
