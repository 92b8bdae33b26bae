"""Included at `/studio/`."""

from django.urls import path

from studio.compositions.preview import views

app_name = "preview"

urlpatterns = [
    path("compositions/<uuid:pk>/sound/", views.sound, name="sound"),
    path("compositions/<uuid:pk>/frozen/", views.freeze, name="frozen"),
]
