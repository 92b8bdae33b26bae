from django.urls import URLPattern

app_name = "practice-stats"
urlpatterns: list[URLPattern] = []
