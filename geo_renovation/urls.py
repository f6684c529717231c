"""Every address of the service."""
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("geo_renovation.maps.urls")),
    path("map/export/", include("geo_renovation.interchange.export_urls")),
    path("compounds/", include("geo_renovation.interchange.compound_urls")),
    path("compounds/", include("geo_renovation.compounds.urls")),
    path("planning/", include("geo_renovation.planning.urls")),
    path("planning/", include("geo_renovation.interchange.urls")),
    path("progress/", include("geo_renovation.interchange.progress_urls")),
    path("imports/", include("geo_renovation.interchange.import_urls")),
    path("accounts/", include("geo_renovation.accounts.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
