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
from ..extract import extract
from ..writers.dxf import write_dxf
from ..writers.geopackage import UnableToWriteFile, write_geopackage
from ..writers.qgis_styles import styles
from ..writers.stamp import Stamp
from ..writers.xlsx import bundle_xlsx

# Exact networks over more contiguous ground than this are not handed out (planning.md §4).
LARGEST_EXPORT_M2 = 25_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GEOPACKAGE = "application/geopackage+sqlite3"
DXF = "image/vnd.dxf"


class ExportTooLarge(BundleRefused):
    status = 422
    message = _("An export may cover at most 25 km² of contiguous ground. Split the bundle.")


class ExportFailed(BundleRefused):
    status = UnableToWriteFile.status
    message = UnableToWriteFile.message


class BundleExport(BundleView):
    """What all formats share: permission, the 25 km² line, the stamp, the journal."""

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
    content_type = XLSX

    def written(self, bundle, shown, figures, stamp):
        return bundle_xlsx(shown, figures, stamp, extract(shown_boundaries(bundle), self.request.user))


class BundleDxf(BundleExport):
    format = "dxf"
    content_type = DXF

    def written(self, bundle, shown, figures, stamp):
        boundaries = shown_boundaries(bundle)
        named = {f"{member['code']} {member['name']}": boundaries[member["code"]] for member in figures["members"]}
        return write_dxf(extract(named, self.request.user), stamp)


class BundleGeoPackage(BundleExport):
    format = "gpkg"
    content_type = GEOPACKAGE

    def written(self, bundle, shown, figures, stamp):
        try:
            return write_geopackage(bundle_layers(bundle, shown, figures, self.request.user, stamp), styles())
        except UnableToWriteFile as error:
            raise ExportFailed from error


def check_size(bundle, figures):
    """Refuses more than 25 km² of contiguous ground: the hull of each connected piece counts."""
    boundaries = {code: shapely.from_wkb(bytes(b.wkb)) for code, b in shown_boundaries(bundle).items()}
    for piece in figures["pieces"]:
        hull = shapely.convex_hull(shapely.GeometryCollection([boundaries[code] for code in piece]))
        if is_too_large(hull):
            raise ExportTooLarge


def is_too_large(ground) -> bool:
    return shapely.convex_hull(ground).area > LARGEST_EXPORT_M2
