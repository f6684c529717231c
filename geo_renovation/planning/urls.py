"""Addresses of selections and bundles."""
from django.urls import path

from . import views

app_name = "planning"
BUNDLE = "bundles/<slug:number>/v<int:version>/"
urlpatterns = [
    path("selection/", views.SelectionView.as_view(), name="selection"),
    path("bundles/", views.BundleList.as_view(), name="bundles"),
    path(BUNDLE, views.BundlePage.as_view(), name="bundle"),
    path(f"{BUNDLE}save/", views.SaveBundle.as_view(), name="save"),
    path(f"{BUNDLE}freeze/", views.FreezeBundle.as_view(), name="freeze"),
    path(f"{BUNDLE}dissolve/", views.DissolveBundle.as_view(), name="dissolve"),
    path(f"{BUNDLE}versions/", views.NewVersion.as_view(), name="versions"),
]
