"""Addresses of exports."""
from django.urls import path

from .views import annual, duties, exports

app_name = "interchange"
BUNDLE = "bundles/<slug:number>/v<int:version>/"
urlpatterns = [
    path(f"{BUNDLE}export.xlsx", exports.BundleXlsx.as_view(), name="xlsx"),
    path(f"{BUNDLE}export.dxf", exports.BundleDxf.as_view(), name="dxf"),
    path(f"{BUNDLE}export.gpkg", exports.BundleGeoPackage.as_view(), name="gpkg"),
    path("annual.xlsx", annual.AnnualXlsx.as_view(), name="annual"),
    path("responsibility.xlsx", duties.DutyXlsx.as_view(), name="responsibility"),
]
