"""Included at `/api/`: everything under `/api/speech/`, and what is done with what was spoken."""

from django.urls import path

from speak import api_jobs, api_proof, api_timed

app_name = "speak-api"

urlpatterns = [
    path("speech/jobs", api_jobs.SpeechJobs.as_view(), name="jobs"),
    path("speech/timed", api_timed.Timed.as_view(), name="timed"),
    path("history/<uuid:pk>/proof", api_proof.ProofListening.as_view(), name="proof"),
]
