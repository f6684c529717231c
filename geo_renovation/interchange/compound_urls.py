"""Addresses of the networks under one compound, as files."""
from django.urls import path

# Makes the converter known.
import geo_renovation.compounds.urls  # noqa: F401

from .views.compound_exports import CompoundExport

app_name = "networks"
urlpatterns = [path("<code:code>/networks.<slug:ending>", CompoundExport.as_view(), name="compound")]
