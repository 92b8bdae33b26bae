"""Included at `/speak/`."""

from django.urls import path

from speak import job_views, profile_views, take_views, views

app_name = "speak"

urlpatterns = [
    path("", views.speak, name="page"),
    path("long", job_views.speak_long, name="long"),
    path("file", job_views.speak_file, name="file"),
    path("profile", profile_views.apply, name="apply-profile"),
    path("profile/save", profile_views.save, name="save-profile"),
    path("takes/<uuid:pk>/profile", profile_views.of_entry, name="profile-of"),
    path("takes/<uuid:pk>/audio", take_views.audio, name="audio"),
    path("takes/<uuid:pk>/words", take_views.words, name="words"),
    path("takes/<uuid:pk>/state", take_views.state, name="state"),
    path("takes/<uuid:pk>/download", take_views.download, name="download"),
    path("takes/<uuid:pk>/subtitles.<str:kind>", take_views.subtitles, name="subtitles"),
    path("takes/<uuid:pk>/again", take_views.again, name="again"),
    path("takes/<uuid:pk>/stop", take_views.stop, name="stop"),
    path("takes/<uuid:pk>/keep", take_views.keep, name="keep"),
    path("takes/<uuid:pk>/delete", take_views.delete, name="delete"),
    path("takes/<uuid:pk>/restore", take_views.restore, name="restore"),
]
