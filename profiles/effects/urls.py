"""Included at `/settings/effects/`."""

from django.urls import path

from profiles.effects import preview_views, views

app_name = "effects"

urlpatterns = [
    path("", views.presets, name="presets"),
    path("preview", preview_views.preview, name="preview"),
    path("<uuid:pk>", views.edit, name="edit"),
    path("<uuid:pk>/delete", views.delete, name="delete"),
    path("<uuid:pk>/restore", views.restore, name="restore"),
    path("<uuid:pk>/up", views.move, {"by": -1}, name="up"),
    path("<uuid:pk>/down", views.move, {"by": 1}, name="down"),
]
