"""Included at `/api/`."""

from django.urls import path

from studio.compositions import api, track_api, version_api
from studio.compositions.projects import api as project_api
from studio.compositions.rendering import api as render_api
from studio.compositions.sending import api as sending_api

app_name = "compositions-api"

ONE = "compositions/<uuid:pk>"

urlpatterns = [
    path("compositions", api.Compositions.as_view(), name="list"),
    path("compositions/import", project_api.ImportProject.as_view(), name="import"),
    path("compositions/from-conversation", sending_api.SendConversation.as_view(), name="from-conversation"),
    path(ONE, api.OneComposition.as_view(), name="detail"),
    path(f"{ONE}/restore", api.RestoreComposition.as_view(), name="restore"),
    path(f"{ONE}/duplicate", api.DuplicateComposition.as_view(), name="duplicate"),
    path(f"{ONE}/audio", api.CompositionAudio.as_view(), name="audio"),
    path(f"{ONE}/project.json", project_api.ProjectJson.as_view(), name="project-json"),
    path(f"{ONE}/project.zip", project_api.ProjectZip.as_view(), name="project-zip"),
    path(f"{ONE}/project", project_api.PackProject.as_view(), name="project"),
    path(f"{ONE}/render", render_api.RenderComposition.as_view(), name="render"),
    path("composer/render", render_api.ComposerRender.as_view(), name="composer-render"),
    path(f"{ONE}/tracks", track_api.Tracks.as_view(), name="tracks"),
    path(f"{ONE}/tracks/<slug:track_id>", track_api.OneTrack.as_view(), name="track"),
    path(f"{ONE}/tracks/<slug:track_id>/regions", track_api.Regions.as_view(), name="regions"),
    path(
        f"{ONE}/tracks/<slug:track_id>/regions/<slug:region_id>",
        track_api.OneRegion.as_view(),
        name="region",
    ),
    path(f"{ONE}/versions", version_api.Versions.as_view(), name="versions"),
    path(f"{ONE}/versions/<int:number>", version_api.OneVersion.as_view(), name="version"),
    path(
        f"{ONE}/versions/<int:number>/restore",
        version_api.RestoreVersion.as_view(),
        name="restore-version",
    ),
]
