"""Included at `/studio/conversations/`."""

from django.urls import path

from studio.conversations import editor_views, script_views, sound_views, turn_views, views

app_name = "conversations"

urlpatterns = [
    path("", views.conversations, name="list"),
    path("example", views.example, name="example"),
    path("<uuid:pk>/", editor_views.editor, name="editor"),
    path("<uuid:pk>/row", views.row, name="row"),
    path("<uuid:pk>/rename", views.rename, name="rename"),
    path("<uuid:pk>/duplicate", views.duplicate, name="duplicate"),
    path("<uuid:pk>/delete", views.delete, name="delete"),
    path("<uuid:pk>/restore", views.restore, name="restore"),
    path("<uuid:pk>/settings", editor_views.settings, name="settings"),
    path("<uuid:pk>/script", script_views.script, name="script"),
    path("<uuid:pk>/script/preview", script_views.preview, name="script-preview"),
    path("<uuid:pk>/turns", turn_views.add, name="add-turn"),
    path("<uuid:pk>/turns/<uuid:turn_id>", turn_views.turn, name="turn"),
    path("<uuid:pk>/turns/<uuid:turn_id>/effects", turn_views.effects, name="effects"),
    path("<uuid:pk>/turns/<uuid:turn_id>/move", turn_views.move, name="move-turn"),
    path("<uuid:pk>/turns/<uuid:turn_id>/duplicate", turn_views.duplicate, name="duplicate-turn"),
    path("<uuid:pk>/turns/<uuid:turn_id>/remove", turn_views.remove, name="remove-turn"),
    path("<uuid:pk>/turns/<uuid:turn_id>/speak", sound_views.speak, name="speak-turn"),
    path("<uuid:pk>/render", sound_views.render_whole, name="render"),
    path("<uuid:pk>/stop", sound_views.stop, name="stop"),
    path("<uuid:pk>/state", sound_views.state, name="state"),
]
