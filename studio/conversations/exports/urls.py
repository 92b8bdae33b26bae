"""Included at `/studio/conversations/`."""

from django.urls import path

from studio.conversations.exports import views

app_name = "exports"

urlpatterns = [
    path("<uuid:pk>/export", views.export, name="export"),
    path("<uuid:pk>/subtitles.<str:kind>", views.subtitles, name="subtitles"),
]
