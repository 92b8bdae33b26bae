"""Included at `/api/`."""

from django.urls import path

from profiles.effects import api

app_name = "effects-api"

urlpatterns = [
    path("effects", api.Effects.as_view(), name="list"),
    path("effects/preview", api.Preview.as_view(), name="preview"),
    path("effect-presets", api.Presets.as_view(), name="presets"),
    path("effect-presets/order", api.PresetOrder.as_view(), name="order"),
    path("effect-presets/<uuid:pk>", api.OnePreset.as_view(), name="preset"),
    path("effect-presets/<uuid:pk>/restore", api.RestorePreset.as_view(), name="restore"),
    path("effect-presets/<slug:slug>", api.BuiltinPreset.as_view(), name="builtin"),
]
