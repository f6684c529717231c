"""The register of compounds, one compound, and what may be changed about it."""
from django.urls import path, register_converter
from django.urls.converters import PathConverter

from . import views


class Code(PathConverter):
    """A compound's code: the surveyors' own, slashes and all; PostgreSQL stores no NUL."""

    regex = r"[^\0]+"


register_converter(Code, "code")

app_name = "compounds"
# A code may end like a change: its bare address stands last.
urlpatterns = [
    path("", views.Register.as_view(), name="register"),
    path("<code:code>/stages/", views.RecordStage.as_view(), name="stages"),
    path("<code:code>/findings/", views.JudgeFinding.as_view(), name="findings"),
    path("<code:code>/publish/", views.Publish.as_view(), name="publish"),
    path("<code:code>/", views.CompoundPage.as_view(), name="compound"),
]
