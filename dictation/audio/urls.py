"""Included at `/practice/`."""

from django.urls import path

from dictation.audio import views

app_name = "item-audio"

urlpatterns = [path("items/<uuid:pk>/audio", views.audio, name="audio")]
