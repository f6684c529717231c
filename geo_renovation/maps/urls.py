"""Addresses."""
app_name = "maps"
urlpatterns = []
