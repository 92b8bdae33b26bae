"""Every address of the site. Pages, `/api/`, and the doors for operators."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("clips/", include("clips.urls")),
    path("jobs/", include("jobs.urls")),
    path("models/", include("speech.urls")),
    path("api/clips/", include("clips.api_urls")),
    path("api/jobs/", include("jobs.api_urls")),
]
