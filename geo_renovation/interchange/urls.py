"""Addresses of exports."""
from django.urls import path

from .views import exports

app_name = "interchange"
BUNDLE = "bundles/<slug:number>/v<int:version>/"
urlpatterns = [
    path(f"{BUNDLE}export.xlsx", exports.BundleXlsx.as_view(), name="xlsx"),
    path(f"{BUNDLE}export.gpkg", exports.BundleGeoPackage.as_view(), name="gpkg"),
]
