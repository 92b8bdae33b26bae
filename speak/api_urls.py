"""Included at `/api/`: everything under `/api/speech/`."""

from django.urls import path

from speak import api_timed

from django.urls import path

from speak import api_jobs

app_name = "speak-api"

urlpatterns = [path("speech/timed", api_timed.Timed.as_view(), name="timed")]
