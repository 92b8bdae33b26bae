from django.urls import URLPattern

app_name = "items-api"
urlpatterns: list[URLPattern] = []
