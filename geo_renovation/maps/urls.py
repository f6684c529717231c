"""Addresses of the map page and its data."""

from django.urls import path

from .views import (
    course,
    cross_section,
    editing,
    figures,
    page,
    printing,
    progress,
    redlines,
    saved,
    several,
    tiles,
    tracing,
)
from .views.basemap import BaseMapTile

app_name = "maps"
urlpatterns = [
    path("", page.MapPage.as_view(), name="map"),
    path("healthz", page.Health.as_view(), name="health"),
    path("tiles/<str:layers>/<int:z>/<int:x>/<int:y>.mvt", tiles.Tile.as_view(), name="tile"),
    path("map/features/<str:layer>.geojson", tiles.Features.as_view(), name="features"),
    path("map/summary.json", figures.Summary.as_view(), name="summary"),
    path("map/table/<str:layer>.json", figures.Rows.as_view(), name="table"),
    path("map/course.json", course.Course.as_view(), name="course"),
    path("map/search.json", page.Search.as_view(), name="search"),
    # A compound's code is the surveyors' own and may hold a slash.
    path("map/cards/compound/<path:key>.json", page.Card.as_view(), {"kind": "compound"}, name="compound_card"),
    path("map/cards/building/<int:key>.json", page.Card.as_view(), {"kind": "building"}, name="building_card"),
    path("map/cards/barrier/<path:key>.json", page.Card.as_view(), {"kind": "barrier"}, name="barrier_card"),
    path("map/cards/segment/<int:key>.json", page.Card.as_view(), {"kind": "segment"}, name="segment_card"),
    path("map/cards/node/<int:key>.json", page.Card.as_view(), {"kind": "node"}, name="node_card"),
    path("basemap/<str:layer>/<int:z>/<int:x>/<int:y>", BaseMapTile.as_view(), name="basemap"),
    path("map/section.json", cross_section.CrossSection.as_view(), name="section"),
    path("map/trace/trace.json", tracing.Trace.as_view(), name="trace"),
    path("map/print/", printing.PrintMap.as_view(), name="print"),
    path("map/print/sheet.json", printing.SheetOutline.as_view(), name="print_sheet"),
    path("progress/", progress.ProgressPage.as_view(), name="progress"),
    path("progress/wall/", progress.Wall.as_view(), name="wall"),
    path("progress/figures.json", progress.Figures.as_view(), name="figures"),
    path("progress/brief.pdf", progress.Brief.as_view(), name="brief"),
    path("map/views/", saved.Views.as_view(), name="views"),
    path("map/views/<slug:token>/rename/", saved.Rename.as_view(), name="view_rename"),
    path("map/views/<slug:token>/delete/", saved.Remove.as_view(), name="view_remove"),
    path("v/<slug:token>/", saved.OpenView.as_view(), name="view"),
    path("map/edit/forms.json", editing.Forms.as_view(), name="edit_forms"),
    path("map/edit/near.json", editing.Near.as_view(), name="edit_near"),
    path("map/edit/lines.json", several.ChosenLines.as_view(), name="edit_lines"),
    path("map/edit/lines/<str:act>/", several.ChangeSeveral.as_view(), name="edit_several"),
    path("map/edit/undo/", editing.Undo.as_view(), name="edit_undo"),
    path("map/edit/<str:kind>/new/", editing.Draw.as_view(), name="edit_new"),
    path("map/edit/<str:kind>/<path:key>.json", editing.Opened.as_view(), name="edit_object"),
    path("map/edit/<str:kind>/<path:key>/<str:act>/", editing.Change.as_view(), name="edit_act"),
    path("map/redlines/", redlines.Redlines.as_view(), name="redlines"),
    path("map/redlines/on/<int:key>/", redlines.RedlinesOnLine.as_view(), name="redlines_on"),
    path("map/redlines/<int:pk>/", redlines.RedlinePage.as_view(), name="redline"),
    path("map/redlines/<int:pk>/<str:act>/", redlines.AnswerRedline.as_view(), name="redline_answer"),
    path("map/history/<str:kind>/<path:key>.json", editing.History.as_view(), name="history"),
]
