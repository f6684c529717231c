"""Addresses."""
app_name = "interchange"
urlpatterns = []
