"""Addresses of the map page and its data."""

from django.urls import path

from . import views

app_name = "maps"
urlpatterns = [
    path("", views.MapPage.as_view(), name="map"),
    path("healthz", views.Health.as_view(), name="health"),
    path("tiles/<str:layers>/<int:z>/<int:x>/<int:y>.mvt", views.Tile.as_view(), name="tile"),
    path("map/features/<str:layer>.geojson", views.Features.as_view(), name="features"),
    path("map/legend.json", views.Legend.as_view(), name="legend"),
    path("map/search.json", views.Search.as_view(), name="search"),
    # A compound's code is the surveyors' own and may hold a slash.
    path("map/cards/compound/<path:key>.json", views.Card.as_view(), {"kind": "compound"}, name="compound_card"),
    path("map/cards/segment/<int:key>.json", views.Card.as_view(), {"kind": "segment"}, name="segment_card"),
    path("map/cards/node/<int:key>.json", views.Card.as_view(), {"kind": "node"}, name="node_card"),
]
