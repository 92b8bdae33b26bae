from django.urls import URLPattern

app_name = "practice-stats-api"
urlpatterns: list[URLPattern] = []
