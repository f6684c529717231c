"""Addresses."""
app_name = "planning"
urlpatterns = []
