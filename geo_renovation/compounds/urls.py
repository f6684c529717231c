"""Addresses."""
app_name = "compounds"
urlpatterns = []
