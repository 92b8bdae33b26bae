"""Included at `/practice/`."""

from django.urls import path

from dictation.items import adding_views, many_views, views

app_name = "items"

ONE = "items/<uuid:pk>"

urlpatterns = [
    path("items/", views.items, name="list"),
    path("items/sounds", views.sounds, name="sounds"),
    path("items/add", adding_views.add, name="add"),
    path("items/add/preview", adding_views.preview, name="preview"),
    path("items/import", adding_views.import_items, name="import"),
    path("items/export", many_views.export, name="export"),
    path("items/tag", many_views.tag, name="tag"),
    path("items/untag", many_views.untag, name="untag"),
    path("items/put-in-list", many_views.put_in_list, name="put-in-list"),
    path("items/refresh", many_views.refresh, name="refresh-some"),
    path("items/delete", many_views.discard, name="delete-some"),
    path("items/restore", many_views.restore_some, name="restore-some"),
    path(f"{ONE}/", views.edit, name="edit"),
    path(f"{ONE}/row", views.row, name="row"),
    path(f"{ONE}/refresh", views.refresh, name="refresh"),
    path(f"{ONE}/delete", views.delete, name="delete"),
    path(f"{ONE}/restore", views.restore, name="restore"),
]
