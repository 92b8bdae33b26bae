"""Included at `/transcribe/`."""

from django.urls import path

from transcribe import transcript_views, views

app_name = "transcribe"

urlpatterns = [
    path("", views.page, name="page"),
    path("<uuid:pk>/", transcript_views.detail, name="detail"),
    path("<uuid:pk>/state", transcript_views.state, name="state"),
    path("<uuid:pk>/segments", transcript_views.segments, name="segments"),
    path("<uuid:pk>/segments/<int:position>", transcript_views.segment, name="segment"),
    path("<uuid:pk>/segments/<int:position>/edit", transcript_views.edit, name="edit"),
    path("<uuid:pk>/segments/<int:position>/revert", transcript_views.revert, name="revert-segment"),
    path("<uuid:pk>/revert", transcript_views.revert, name="revert"),
    path("<uuid:pk>/speakers", transcript_views.speakers, name="speakers"),
    path("<uuid:pk>/rename", transcript_views.rename, name="rename"),
    path("<uuid:pk>/words", transcript_views.words, name="words"),
    path("<uuid:pk>/download", transcript_views.download, name="download"),
    path("<uuid:pk>/again", transcript_views.again, name="again"),
    path("<uuid:pk>/stop", transcript_views.stop, name="stop"),
    path("<uuid:pk>/keep", transcript_views.keep, name="keep"),
    path("<uuid:pk>/delete", transcript_views.delete, name="delete"),
    path("<uuid:pk>/restore", transcript_views.restore, name="restore"),
]
