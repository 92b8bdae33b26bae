from django.urls import URLPattern

app_name = "tts-api"
urlpatterns: list[URLPattern] = []
