"""Included at `/jobs/`: the tray and the list."""

from django.urls import path

from jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("tray", views.tray, name="tray"),
    path("<uuid:job_id>/cancel", views.cancel, name="cancel"),
    path("<uuid:job_id>/retry", views.retry, name="retry"),
    path("<uuid:job_id>/dismiss", views.dismiss, name="dismiss"),
    path("<uuid:job_id>/remove", views.remove, name="remove"),
    path("<uuid:job_id>/file", views.file, name="file"),
]
