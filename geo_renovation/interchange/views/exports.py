"""Exports of bundles; each is written in the journal before it leaves."""
import shapely
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from geo_renovation.planning.errors import BundleRefused
from geo_renovation.planning.showing import record, shown_boundaries, shown_figures
from geo_renovation.planning.views import BundleView

from ..bundle_layers import bundle_layers
from ..writers.geopackage import UnableToWriteFile, write_geopackage
from ..writers.stamp import Stamp
from ..writers.xlsx import bundle_xlsx

# Exact networks over more contiguous ground than this are not handed out (planning.md §4).
LARGEST_EXPORT_M2 = 25_000_000


class ExportTooLarge(BundleRefused):
    status = 422
    message = _("An export may cover at most 25 km² of contiguous ground. Split the bundle.")


class ExportFailed(BundleRefused):
    status = UnableToWriteFile.status
    message = UnableToWriteFile.message


class BundleExport(BundleView):
    """What both formats share: permission, the 25 km² line, the stamp, the journal."""

    format = ""
    content_type = ""

    def get(self, request, **kwargs):
        bundle, user = self.bundle, request.user
        figures = shown_figures(bundle, user)
        check_size(bundle, figures)
        content = self.written(bundle, record(bundle, user), figures, Stamp.of(bundle, user))
        Act.record(Verb.EXPORTED, bundle, by=user, format=self.format, digest=bundle.digest, bytes=len(content))
        name = f"{bundle.number}-v{bundle.version}.{self.format}"
        return HttpResponse(
            content,
            content_type=self.content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
        )


class BundleXlsx(BundleExport):
    format = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def written(self, bundle, shown, figures, stamp):
        return bundle_xlsx(shown, figures, stamp)


class BundleGeoPackage(BundleExport):
    format = "gpkg"
    content_type = "application/geopackage+sqlite3"

    def written(self, bundle, shown, figures, stamp):
        try:
            return write_geopackage(bundle_layers(bundle, shown, figures, self.request.user, stamp))
        except UnableToWriteFile as error:
            raise ExportFailed from error


def check_size(bundle, figures):
    """Refuses more than 25 km² of contiguous ground: the hull of each connected piece counts."""
    boundaries = {code: shapely.from_wkb(bytes(b.wkb)) for code, b in shown_boundaries(bundle).items()}
    for piece in figures["pieces"]:
        hull = shapely.convex_hull(shapely.GeometryCollection([boundaries[code] for code in piece]))
        if hull.area > LARGEST_EXPORT_M2:
            raise ExportTooLarge
