"""Exports of the table under the map: exactly its filter, columns and order; written in the journal before they leave."""
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.generic import View

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from geo_renovation.accounts.refusals import Refusal
from geo_renovation.maps.filters import MapFilter
from geo_renovation.maps.table import KINDS, Table
from geo_renovation.maps.views.answering import missing

from ..tables import Exported
from ..writers import table_files
from ..writers.geopackage import UnableToWriteFile
from ..writers.stamp_of_table import TableStamp
from ..writers.table_xlsx import table_xlsx


def shapefile(encoding):
    return lambda exported, stamp: table_files.shapefile_zip(exported, stamp, encoding)


# By the ending asked for, and by the encoding where one may be chosen.
WRITERS = {
    "xlsx": (table_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "gpkg": (table_files.geopackage, "application/geopackage+sqlite3"),
    "geojson": (table_files.geojson, "application/geo+json"),
    "zip": (shapefile("utf-8"), "application/zip"),
}
IN_GBK = {"zip": (shapefile("gbk"), "application/zip")}


class TableExport(View):
    """One table as a file."""

    def get(self, request, layer, ending):
        kind = KINDS.get(layer)
        if kind is None or ending not in WRITERS or not kind.layer.open_to(request.user):
            return missing()
        asked = MapFilter(request.GET, user=request.user)
        table = Table(kind, asked, columns=request.GET.get("columns", ""), sort=request.GET.get("sort", ""))
        try:
            content, content_type = self.written(table, ending)
        except (Refusal, UnableToWriteFile) as refusal:
            return JsonResponse({"error": str(refusal.message)}, status=refusal.status)
        return self.sent(table, content, content_type, ending)

    def written(self, table, ending):
        chosen = IN_GBK if self.request.GET.get("encoding") == "gbk" else {}
        write, content_type = chosen.get(ending) or WRITERS[ending]
        return write(Exported(table), TableStamp.of(table)), content_type

    def sent(self, table, content, content_type, ending):
        user, query = self.request.user, table.asked.query
        by = user if user.is_authenticated else None
        details = {"format": ending, "query": query, "view": self.request.GET.get("bbox", "")[:120]}
        Act.record(Verb.EXPORTED, table.kind.layer.key, by=by, rows=table.sums["total"], bytes=len(content), **details)
        name = f"{table.kind.layer.key}-{timezone.localdate()}.{ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type=content_type, headers=headers)
