"""Addresses of exports."""
from django.urls import path

from . import views

app_name = "interchange"
BUNDLE = "bundles/<slug:number>/v<int:version>/"
urlpatterns = [
    path(f"{BUNDLE}export.xlsx", views.BundleXlsx.as_view(), name="xlsx"),
    path(f"{BUNDLE}export.gpkg", views.BundleGeoPackage.as_view(), name="gpkg"),
]
