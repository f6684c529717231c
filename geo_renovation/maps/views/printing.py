"""The view on paper."""

from django.http import HttpResponse, JsonResponse
from django.views.generic import View

from ..filters import MapFilter
from ..pdf import UnableToMakePdf
from ..print.networks import NetworksTooLarge
from ..print.order import PrintForm
from ..print.page import Printed, layers_of, printed
from ..print.sheet import lonlat


class SheetView(View):
    """A request for a sheet; what is wrong with it is said in a sentence."""

    def get(self, request):
        form = PrintForm(request.GET)
        if not form.is_valid():
            return JsonResponse({"error": form.complaint()}, status=400)
        try:
            return self.answered(request, form)
        except (NetworksTooLarge, UnableToMakePdf) as refused:
            return JsonResponse({"error": str(refused.message)}, status=refused.status)


class SheetOutline(SheetView):
    """Where a sheet would lie, for the frame that is dragged over the map."""

    def answered(self, request, form):
        sheet = form.sheet()
        around = [lonlat(x, y) for x, y in sheet.ground.coords[0][:4]]
        middle = lonlat(sheet.x, sheet.y)
        degrees = [[round(latitude, 7), round(longitude, 7)] for longitude, latitude in (*around, middle)]
        return JsonResponse({"scale": sheet.scale, "outline": degrees[:4], "centre": degrees[4]})


class PrintMap(SheetView):
    """The sheet as PDF."""

    def answered(self, request, form):
        order = Printed(
            sheet=form.sheet(),
            filter=MapFilter(request.GET, user=request.user),
            user=request.user,
            title=form.cleaned_data["title"],
            layers=layers_of(request.GET.get("layers", "")),
            chosen=frozenset(request.GET.get("basket", "").split(",")),
            base=request.GET.get("base", ""),
        )
        name = f"map-1-{order.sheet.scale}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return HttpResponse(printed(order), content_type="application/pdf", headers=headers)
