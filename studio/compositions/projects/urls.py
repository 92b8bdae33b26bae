"""Included at `/studio/compositions/`."""

from django.urls import path

from studio.compositions.projects import views

app_name = "projects"

urlpatterns = [
    path("import/", views.import_project, name="import"),
]
