"""The register of compounds, one compound, and what may be changed about it."""
from django.urls import path

from . import views

app_name = "compounds"
# A code is the surveyors' own and may hold a slash: its bare address stands last.
urlpatterns = [
    path("", views.Register.as_view(), name="register"),
    path("<path:code>/stages/", views.RecordStage.as_view(), name="stages"),
    path("<path:code>/findings/", views.JudgeFinding.as_view(), name="findings"),
    path("<path:code>/publish/", views.Publish.as_view(), name="publish"),
    path("<path:code>/", views.CompoundPage.as_view(), name="compound"),
]
