"""The networks under one compound as files for engineers; each is written in the journal before it leaves."""
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.generic import View

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.accounts.views import SignInWhereHidden
from geo_renovation.compounds.models import Compound
from geo_renovation.maps.audiences import NETWORK_AUDIENCES

from ..bundle_layers import compound_layers
from ..extract import extract
from ..writers.dxf import write_dxf
from ..writers.geopackage import UnableToWriteFile, write_geopackage
from ..writers.network_sheets import compound_xlsx
from ..writers.qgis_styles import styles
from ..writers.stamp import CompoundStamp
from .exports import DXF, GEOPACKAGE, XLSX, ExportTooLarge, is_too_large

WRITERS = {
    "dxf": (write_dxf, DXF),
    "gpkg": (lambda found, stamp: write_geopackage(compound_layers(found, stamp), styles()), GEOPACKAGE),
    "xlsx": (compound_xlsx, XLSX),
}


class CompoundExport(SignInWhereHidden, View):
    """Asked of a compound that the viewer sees, by who may see networks."""

    def get(self, request, code, ending):
        if audience_of(request.user) not in NETWORK_AUDIENCES or ending not in WRITERS:
            raise Http404
        compound = get_object_or_404(Compound.objects.visible_to(request.user), code=code)
        try:
            content, content_type = self.written(compound, ending)
        except (ExportTooLarge, UnableToWriteFile) as refused:
            return JsonResponse({"error": str(refused.message)}, status=refused.status)
        Act.record(Verb.EXPORTED, compound.code, by=request.user, format=ending, what="networks", bytes=len(content))
        disposition = content_disposition_header(True, f"{compound.code.replace('/', '-')}.{ending}")
        headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type=content_type, headers=headers)

    def written(self, compound, ending):
        found = extract({compound.name: compound.boundary}, self.request.user)
        if any(map(is_too_large, found.boundaries.values())):
            raise ExportTooLarge
        write, content_type = WRITERS[ending]
        return write(found, CompoundStamp.of(compound, self.request.user)), content_type
