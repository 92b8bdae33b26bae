from django.urls import URLPattern

app_name = "item-audio-api"
urlpatterns: list[URLPattern] = []
