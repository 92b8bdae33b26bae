"""Included at `/studio/compositions/`."""

from django.urls import path

from studio.compositions.preview import views

app_name = "preview"

urlpatterns = [
    path("<uuid:pk>/sound/", views.sound, name="sound"),
    path("<uuid:pk>/frozen/", views.freeze, name="frozen"),
]
