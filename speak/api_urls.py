"""Included at `/api/`: everything under `/api/speech/`."""

app_name = "speak-api"

urlpatterns: list = []
