"""Addresses of what comes in: deliveries, their imports, and templates."""
from django.urls import path

from .views import deliveries, matching, runs, steps, templates

app_name = "imports"
urlpatterns = [
    path("", deliveries.DeliveryList.as_view(), name="list"),
    path("new/", deliveries.Upload.as_view(), name="new"),
    path("templates/", templates.Templates.as_view(), name="templates"),
    path("templates/<slug:kind>.xlsx", templates.TemplateXlsx.as_view(), name="template_xlsx"),
    path("templates/<slug:kind>.zip", templates.TemplateZip.as_view(), name="template_zip"),
    path("<int:pk>/", deliveries.DeliveryPage.as_view(), name="delivery"),
    path("<int:pk>/state.json", deliveries.DeliveryProgress.as_view(), name="delivery_state"),
    path("<int:pk>/runs/", deliveries.NewRun.as_view(), name="runs"),
    path("<int:pk>/original", deliveries.Original.as_view(), name="original"),
    path("runs/<int:pk>/", runs.RunPage.as_view(), name="run"),
    path("runs/<int:pk>/place/", matching.Place.as_view(), name="place"),
    path("runs/<int:pk>/place.json", matching.TriedPlace.as_view(), name="place_json"),
    path("runs/<int:pk>/match/", matching.Match.as_view(), name="match"),
    path("runs/<int:pk>/check/", steps.Check.as_view(), name="check"),
    path("runs/<int:pk>/state.json", runs.RunProgress.as_view(), name="run_state"),
    path("runs/<int:pk>/preview.json", runs.Preview.as_view(), name="preview"),
    path("runs/<int:pk>/differences/", runs.Differences.as_view(), name="differences"),
    path("runs/<int:pk>/accept/", steps.Accept.as_view(), name="accept"),
    path("runs/<int:pk>/store/", steps.Store.as_view(), name="store"),
    path("runs/<int:pk>/cancel/", steps.Cancel.as_view(), name="cancel"),
    path("runs/<int:pk>/undo/", steps.Undo.as_view(), name="undo"),
    path("runs/<int:pk>/redo/", steps.Redo.as_view(), name="redo"),
    path("runs/<int:pk>/report.xlsx", steps.ReportXlsx.as_view(), name="report"),
]
