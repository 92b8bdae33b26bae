"""Included at `/voices/`."""

from django.urls import path

from profiles import editor_views, sound_views, views

app_name = "profiles"

urlpatterns = [
    path("", views.voices, name="list"),
    path("catalogue", views.catalogue, name="catalogue"),
    path("say", sound_views.say, name="say"),
    path("new/", editor_views.new, name="new"),
    path("<uuid:pk>/", editor_views.editor, name="editor"),
    path("<uuid:pk>/sample", sound_views.of_profile, name="sample"),
    path("<uuid:pk>/default", views.make_default, name="default"),
    path("<uuid:pk>/duplicate", views.duplicate, name="duplicate"),
    path("<uuid:pk>/delete", views.delete, name="delete"),
    path("<uuid:pk>/restore", views.restore, name="restore"),
    path("<str:engine>/<path:voice>/sample", sound_views.of_voice, name="voice-sample"),
]
