from django.urls import URLPattern

app_name = "attempts-api"
urlpatterns: list[URLPattern] = []
