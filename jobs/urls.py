"""Pages of the jobs: the tray and the list."""

from django.urls import URLPattern

app_name = "jobs"
urlpatterns: list[URLPattern] = []
