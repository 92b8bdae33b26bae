"""Every address of the site: pages, `/api/`, and the doors for operators."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from history.preference_views import preferences
from voicesite import views

admin.site.site_header = admin.site.site_title = "voicesite"
admin.site.index_title = "Everything there is"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("accounts.urls")),
    path("settings/history/", preferences, name="history-settings"),
    path("settings/effects/", include("profiles.effects.urls")),
    path("clips/", include("clips.urls")),
    path("history/", include("history.urls")),
    path("jobs/", include("jobs.urls")),
    path("speak/", include("speak.urls")),
    path("studio/", include("studio.urls")),
    path("studio/conversations/", include("studio.conversations.urls")),
    path("studio/compositions/", include("studio.compositions.urls")),
    path("studio/compositions/", include("studio.compositions.projects.urls")),
    path("studio/compositions/", include("studio.compositions.sending.urls")),
    path("studio/compositions/", include("studio.compositions.preview.urls")),
    path("studio/compositions/", include("studio.compositions.adding.urls")),
    path("practice/", include("dictation.practice.urls")),
    path("practice/", include("dictation.items.urls")),
    path("practice/", include("dictation.audio.urls")),
    path("practice/", include("dictation.statistics.urls")),
    path("practice/", include("dictation.sharing.urls")),
    path("transcribe/", include("transcribe.urls")),
    path("studio/conversations/", include("studio.conversations.exports.urls")),
    path("models/", include("speech.urls")),
    path("lexicons/", include("speech.lexicons.urls")),
    path("voices/", include("profiles.urls")),
    path("voices/", include("profiles.samples.urls")),
    path("voices/", include("profiles.archives.urls")),
    path("voices/", include("profiles.matching.urls")),
    path("v1/", include("openai_api.urls")),
    path("admin/", admin.site.urls),
    path("health", views.live, name="health"),
    path("health/ready", views.ready, name="health-ready"),
    path("metrics", views.scrape, name="metrics"),
    path("api/metadata", views.Metadata.as_view(), name="metadata"),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    path("api/", include("accounts.api_urls")),
    path("api/", include("clips.api_urls")),
    path("api/", include("jobs.api_urls")),
    path("api/", include("speech.api_urls")),
    path("api/", include("speech.lexicons.api_urls")),
    path("api/", include("profiles.effects.api_urls")),
    path("api/", include("profiles.api_urls")),
    path("api/", include("profiles.archives.api_urls")),
    path("api/", include("profiles.matching.api_urls")),
    path("api/", include("profiles.samples.api_urls")),
    path("api/", include("history.api_urls")),
    path("api/", include("speak.api_urls")),
    path("api/", include("studio.conversations.api_urls")),
    path("api/", include("studio.conversations.exports.api_urls")),
    path("api/", include("studio.conversations.rendering.api_urls")),
    path("api/", include("transcribe.api_urls")),
    path("api/", include("studio.compositions.api_urls")),
    path("api/", include("speak.conversions.api_urls")),
    path("api/dictation/", include("dictation.items.api_urls")),
    path("api/dictation/", include("dictation.audio.api_urls")),
    path("api/dictation/", include("dictation.attempts.api_urls")),
    path("api/dictation/", include("dictation.statistics.api_urls")),
    path("api/dictation/", include("dictation.sharing.api_urls")),
]
