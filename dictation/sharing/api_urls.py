"""Included at `/api/dictation/`."""

from django.urls import path

from dictation.sharing import api, files_api, groups_api

app_name = "lists-api"

LIST = "lists/<uuid:pk>"
GROUP = "groups/<uuid:pk>"

urlpatterns = [
    path("items/export", files_api.ExportItems.as_view(), name="export-items"),
    path("items/import", files_api.ImportItems.as_view(), name="import-items"),
    path("lists", api.Lists.as_view(), name="lists"),
    path(LIST, api.OneList.as_view(), name="list"),
    path(f"{LIST}/restore", api.RestoreList.as_view(), name="restore-list"),
    path(f"{LIST}/items", api.ListItems.as_view(), name="list-items"),
    path(f"{LIST}/items/<uuid:item_id>", api.OneListItem.as_view(), name="list-item"),
    path(f"{LIST}/export", api.ExportList.as_view(), name="export-list"),
    path("groups", groups_api.Groups.as_view(), name="groups"),
    path("groups/join", groups_api.JoinGroup.as_view(), name="join"),
    path(GROUP, groups_api.OneGroup.as_view(), name="group"),
    path(f"{GROUP}/restore", groups_api.RestoreGroup.as_view(), name="restore-group"),
    path(f"{GROUP}/code", groups_api.GroupCode.as_view(), name="code"),
    path(f"{GROUP}/membership", groups_api.OwnMembership.as_view(), name="membership"),
    path(f"{GROUP}/members", groups_api.Members.as_view(), name="members"),
    path(f"{GROUP}/members/<uuid:membership_id>", groups_api.OneMember.as_view(), name="member"),
    path(f"{GROUP}/lists", groups_api.GroupLists.as_view(), name="group-lists"),
    path(f"{GROUP}/lists/<uuid:list_id>", groups_api.OneGroupList.as_view(), name="group-list"),
    path(f"{GROUP}/scores", groups_api.Scores.as_view(), name="scores"),
]
