"""Included at `/api/dictation/`."""

from django.urls import path

from dictation.items import api, tag_api

app_name = "items-api"

ONE = "items/<uuid:pk>"

urlpatterns = [
    path("items", api.Items.as_view(), name="list"),
    path("items/bulk", api.ManyItems.as_view(), name="bulk"),
    path(ONE, api.OneItem.as_view(), name="detail"),
    path(f"{ONE}/restore", api.RestoreItem.as_view(), name="restore"),
    path(f"{ONE}/difficulty", api.ItemDifficulty.as_view(), name="difficulty"),
    path(f"{ONE}/tags", api.ItemTags.as_view(), name="item-tags"),
    path("tags", tag_api.Tags.as_view(), name="tags"),
    path("tags/<uuid:pk>", tag_api.OneTag.as_view(), name="tag"),
]
