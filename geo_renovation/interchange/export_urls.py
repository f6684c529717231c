"""Addresses of the exports of the table under the map."""
from django.urls import path

from .views.table_exports import TableExport

app_name = "exports"
urlpatterns = [path("<slug:layer>.<slug:ending>", TableExport.as_view(), name="table")]
