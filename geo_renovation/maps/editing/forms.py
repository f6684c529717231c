"""The small forms beside the map: what a drawn thing must say of itself."""
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.models import Organisation
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.models import Building, Compound
from geo_renovation.districts.choices import BarrierKind
from geo_renovation.districts.models import Barrier
from geo_renovation.utilities.choices import NetworkClass
from geo_renovation.utilities.models import Segment
from geo_renovation.utilities.several import ATTRIBUTES

YEARS = {"completion_year", "laid_year"}
EARLIEST_YEAR, EARLIEST_LINE = 1600, 1850
LARGEST_COUNT, LARGEST_M2 = 1_000_000, 1e9
MADE_CODE = _("Left empty, one is made.")


def whole(largest, least=0, **options):
    return forms.IntegerField(min_value=least, max_value=largest, required=False, **options)


def figure(largest, least=0, **options):
    return forms.FloatField(min_value=least, max_value=largest, required=False, **options)


class DrawnForm(forms.ModelForm):
    """What is entered beside a shape; `user` decides what may be chosen."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for name in YEARS & self.fields.keys():
            self.fields[name].max_value = timezone.localdate().year

    def clean(self):
        """Nothing was built or laid after this year."""
        this_year = timezone.localdate().year
        for name in YEARS & self.cleaned_data.keys():
            if (self.cleaned_data[name] or 0) > this_year:
                self.add_error(name, _("This year lies in the future."))
        return super().clean()


class CompoundForm(DrawnForm):
    """A compound's name and figures."""

    completion_year = whole(9999, EARLIEST_YEAR, label=_("Completed in"))
    household_count = whole(LARGEST_COUNT, label=_("Households"))
    floor_area_m2 = figure(LARGEST_M2, label=_("Floor area (m²)"))
    land_area_m2 = figure(LARGEST_M2, label=_("Land area (m²)"))

    class Meta:
        model = Compound
        fields = [
            "code", "name", "completion_year", "household_count", "floor_area_m2", "land_area_m2", "owner_unit",
        ]  # fmt: skip


class BuildingForm(DrawnForm):
    """A building's compound and size."""

    compound = forms.ModelChoiceField(
        Compound.objects.none(), to_field_name="code", label=_("Code of its compound"), widget=forms.TextInput
    )
    code = forms.CharField(max_length=40, required=False, label=_("Code"), help_text=MADE_CODE)
    storeys = whole(200, 1, label=_("Storeys"))
    unit_count = whole(500, label=_("Staircases"))
    household_count = whole(LARGEST_COUNT, label=_("Households"))
    floor_area_m2 = figure(LARGEST_M2, label=_("Floor area (m²)"))
    completion_year = whole(9999, EARLIEST_YEAR, label=_("Completed in"))

    class Meta:
        model = Building
        fields = [
            "compound", "code", "name", "storeys", "unit_count", "household_count", "floor_area_m2", "completion_year",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["compound"].queryset = Compound.objects.editable_by(self.user)


class BarrierForm(DrawnForm):
    """Rivers and railways; arterial roads follow from the roads."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in (BarrierKind.RIVER, BarrierKind.RAILWAY)]
    )
    code = forms.CharField(max_length=48, required=False, label=_("Code"), help_text=MADE_CODE)

    class Meta:
        model = Barrier
        fields = ["kind", "name", "code"]


class SegmentForm(DrawnForm):
    """What a pipe or cable is."""

    code = forms.CharField(max_length=60, required=False, label=_("Code"), help_text=MADE_CODE)
    diameter_mm = figure(20_000, label=_("Diameter (mm)"))
    depth_m = figure(200, -20, label=_("Depth (m)"))
    laid_year = whole(9999, EARLIEST_LINE, label=_("Laid in"))

    class Meta:
        model = Segment
        fields = [
            "network_class", "placement", "material", "diameter_mm", "depth_m", "laid_year", "accuracy", "status",
            "code",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.user.organisation.network_classes if audience_of(self.user) == Audience.UTILITY else []
        if held:
            choices = [(code, label) for code, label in NetworkClass.choices if code in held]
            self.fields["network_class"].choices = choices


class NewSegmentForm(SegmentForm):
    """A new line also says whose it is, by which document."""

    owner = forms.ModelChoiceField(
        Organisation.objects.all(), to_field_name="code", required=False, label=_("Owner"),
        empty_label=_("Not on record"),
    )  # fmt: skip
    basis = forms.CharField(max_length=200, label=_("Document it rests on"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if audience_of(self.user) == Audience.UTILITY:
            del self.fields["owner"]


class LineAttributesForm(DrawnForm):
    """What may be set of lines of any class alike."""

    diameter_mm = figure(20_000, label=_("Diameter (mm)"))
    depth_m = figure(200, -20, label=_("Depth (m)"))
    laid_year = whole(9999, EARLIEST_LINE, label=_("Laid in"))

    class Meta:
        model = Segment
        fields = ATTRIBUTES


class SplitLineForm(forms.Form):
    """What the second half of a cut line is called."""

    code = forms.CharField(max_length=60, required=False, label=_("Code of the new part"), help_text=MADE_CODE)


def declared(form) -> list[dict]:
    """The fields as the browser builds them."""
    return [one_field(form, name, field) for name, field in form.fields.items()]


def one_field(form, name, field) -> dict:
    chosen = isinstance(field, forms.ChoiceField) and not isinstance(field.widget, forms.TextInput)
    is_number = isinstance(field, forms.IntegerField | forms.FloatField)
    told = {
        "name": name,
        "label": str(field.label),
        "kind": "choice" if chosen else "number" if is_number else "text",
        "required": field.required,
        "help": str(field.help_text),
        "initial": form.get_initial_for_field(field, name),
    }
    if chosen:
        told["choices"] = [[str(value), str(label)] for value, label in field.choices]
    elif is_number:
        whole_number = isinstance(field, forms.IntegerField) and not isinstance(field, forms.FloatField)
        told |= {"least": field.min_value, "most": field.max_value, "step": 1 if whole_number else "any"}
    else:
        told["longest"] = getattr(field, "max_length", None) or field.widget.attrs.get("maxlength")
    return told
