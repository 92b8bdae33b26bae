from django.urls import URLPattern

app_name = "lists-api"
urlpatterns: list[URLPattern] = []
