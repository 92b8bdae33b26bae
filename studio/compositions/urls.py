"""Included at `/studio/compositions/`."""

from django.urls import path

from studio.compositions import page_views, views

app_name = "compositions"

urlpatterns = [
    path("", views.compositions, name="list"),
    path("outline", page_views.outline, name="outline"),
    path("<uuid:pk>/", page_views.page, name="page"),
    path("<uuid:pk>/clips", page_views.clips, name="clips"),
    path("<uuid:pk>/row", views.row, name="row"),
    path("<uuid:pk>/rename", views.rename, name="rename"),
    path("<uuid:pk>/duplicate", views.duplicate, name="duplicate"),
    path("<uuid:pk>/delete", views.delete, name="delete"),
    path("<uuid:pk>/restore", views.restore, name="restore"),
    path("<uuid:pk>/versions", page_views.versions, name="versions"),
    path("<uuid:pk>/versions/<int:number>/restore", page_views.restore_version, name="restore-version"),
    path("<uuid:pk>/versions/<int:number>/remove", page_views.remove_version, name="remove-version"),
]
