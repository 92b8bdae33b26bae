"""Included at `/practice/`."""

from django.urls import path

from dictation.practice import answer_views, views

app_name = "practice"

urlpatterns = [
    path("", views.page, name="page"),
    path("check/", answer_views.check, name="check"),
    path("aloud/", answer_views.aloud, name="aloud"),
    path("sounds/", views.sounds, name="sounds"),
    path("text/", views.text, name="text"),
    path("examples/", views.examples, name="examples"),
]
