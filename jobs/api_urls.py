"""Included at `/api/`."""

from django.urls import path

from jobs import api

app_name = "jobs-api"
urlpatterns = [
    path("jobs", api.Jobs.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>", api.JobDetail.as_view(), name="job"),
    path("jobs/<uuid:job_id>/cancel", api.Cancel.as_view(), name="cancel"),
    path("jobs/<uuid:job_id>/retry", api.Retry.as_view(), name="retry"),
    path("jobs/<uuid:job_id>/file", api.JobFile.as_view(), name="file"),
]
