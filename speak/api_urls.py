"""Included at `/api/`: everything under `/api/speech/`."""

from django.urls import path

from speak import api_jobs, api_timed

app_name = "speak-api"

urlpatterns = [
    path("speech/jobs", api_jobs.SpeechJobs.as_view(), name="jobs"),
    path("speech/timed", api_timed.Timed.as_view(), name="timed"),
]
