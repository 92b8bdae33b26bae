"""Included at `/practice/`."""

from django.urls import path

from dictation.sharing import group_views, list_views

app_name = "lists"

LIST = "lists/<uuid:pk>"
LISTED = f"{LIST}/items/<uuid:item_id>"
GROUP = "groups/<uuid:pk>"

urlpatterns = [
    path("lists/", list_views.lists, name="list"),
    path(f"{LIST}/", list_views.one, name="one"),
    path(f"{LIST}/find", list_views.find, name="find"),
    path(f"{LIST}/rename", list_views.rename, name="rename"),
    path(f"{LIST}/delete", list_views.delete, name="delete"),
    path(f"{LIST}/restore", list_views.restore, name="restore"),
    path(f"{LIST}/add", list_views.add, name="add"),
    path(f"{LIST}/export", list_views.export, name="export"),
    path(f"{LISTED}/move", list_views.move, name="move"),
    path(f"{LISTED}/remove", list_views.remove, name="remove"),
    path(f"{LISTED}/put-back", list_views.put_back, name="put-back"),
    path("groups/", group_views.groups, name="groups"),
    path("groups/join", group_views.join, name="join"),
    path(f"{GROUP}/", group_views.one, name="group"),
    path(f"{GROUP}/rename", group_views.rename, name="rename-group"),
    path(f"{GROUP}/delete", group_views.delete, name="delete-group"),
    path(f"{GROUP}/restore", group_views.restore, name="restore-group"),
    path(f"{GROUP}/code", group_views.renew_code, name="renew-code"),
    path(f"{GROUP}/lists/<uuid:list_id>", group_views.share, name="share"),
    path(f"{GROUP}/members/<uuid:membership_id>/remove", group_views.remove_member, name="remove-member"),
    path(f"{GROUP}/agree", group_views.agree, name="agree"),
    path(f"{GROUP}/leave", group_views.leave, name="leave"),
]
