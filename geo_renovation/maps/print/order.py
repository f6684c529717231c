"""What the print dialog asks for, checked."""

import math

from django import forms
from django.contrib.gis.db.models import Extent
from django.utils.translation import gettext_lazy as _

from geo_renovation.districts.models import County
from geo_renovation.spatial.functions import Extent4326

from .sheet import PAPERS, SCALES, Format, Sheet, county_xy, fitting

# Degrees beyond the county's outline that a sheet may be laid.
AROUND = 0.5
LONGEST_TITLE = 60


class Degrees(forms.CharField):
    """Numbers in degrees, separated by commas: longitude before latitude."""

    def __init__(self, count, **options):
        super().__init__(max_length=120, required=False, **options)
        self.count = count

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            numbers = [float(part) for part in text.split(",")]
        except ValueError:
            numbers = []
        if len(numbers) != self.count or not all(map(math.isfinite, numbers)):
            raise forms.ValidationError(_("The place of the sheet is not understood."))
        return numbers


class PrintForm(forms.Form):
    """Paper, scale, place and title of a sheet."""

    paper = forms.ChoiceField(choices=[(paper, paper) for paper in PAPERS])
    turned = forms.ChoiceField(choices=[("landscape", _("Landscape")), ("portrait", _("Portrait"))])
    scale = forms.TypedChoiceField(
        choices=[("fit", _("Fit")), *((scale, f"1:{scale}") for scale in SCALES)],
        coerce=lambda value: None if value == "fit" else int(value),
        empty_value=None,
    )
    centre = Degrees(2)
    fit = Degrees(4)
    title = forms.CharField(max_length=LONGEST_TITLE, required=False)

    def clean(self):
        asked = super().clean()
        if self.errors:
            return asked
        place = asked["centre"] if asked["scale"] else asked["fit"]
        if place is None or not _in_county(place):
            raise forms.ValidationError(_("The sheet must lie in the county."))
        return asked

    def sheet(self) -> Sheet:
        asked = self.cleaned_data
        form = Format(asked["paper"], asked["turned"] == "landscape")
        if asked["scale"] is None:
            return fitting(form, asked["fit"])
        return Sheet(form, asked["scale"], *county_xy(*asked["centre"]))

    def complaint(self) -> str:
        """The first thing that is wrong, in a sentence."""
        return next(str(error) for errors in self.errors.values() for error in errors)


def _in_county(place) -> bool:
    """Whether longitudes and latitudes lie in or near the county: far from it its CRS means nothing."""
    box = County.objects.aggregate(box=Extent(Extent4326("outline")))["box"]
    if box is None:
        return False
    west, south, east, north = box
    longitudes, latitudes = place[::2], place[1::2]
    near = all(west - AROUND <= each <= east + AROUND for each in longitudes)
    near = near and all(south - AROUND <= each <= north + AROUND for each in latitudes)
    return near and (len(place) == 2 or (place[0] < place[2] and place[1] < place[3]))
