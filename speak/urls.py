"""Included at `/speak/`."""

app_name = "speak"

urlpatterns: list = []
