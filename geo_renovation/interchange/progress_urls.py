"""Addresses of exports of the progress page."""
from django.urls import path

from .views import progress

app_name = "progress"
urlpatterns = [path("figures.xlsx", progress.ProgressXlsx.as_view(), name="xlsx")]
