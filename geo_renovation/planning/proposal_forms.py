"""What is asked of proposals: settings, locks, places of bundles."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geo_renovation.districts.models import District

from .choices import FIRST_YEAR, LAST_YEAR, Weight
from .forms import LONGEST_CODE

MOST_CNY = 10**12
MOST_WORTH = 10**9
MOST_SIZE = 12
MOST_SPREAD = 20
MOST_LOCKS = 500
MOST_GROUPS = 500


class ListField(forms.Field):
    """A JSON list of whole numbers or of codes, each once; `shape` says what each entry is."""

    default_error_messages = {"invalid": _("This is not a list of what is asked for.")}

    def __init__(self, entry, *, most, **options):
        super().__init__(**options)
        self.entry, self.most = entry, most

    def to_python(self, value):
        rows = [] if value is None or value == "" else value
        if not isinstance(rows, list) or len(rows) > self.most or not all(map(self.entry, rows)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return rows


def is_code(value) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_CODE and value.isprintable()


def is_year(value) -> bool:
    return type(value) is int and FIRST_YEAR <= value <= LAST_YEAR


def is_place(value) -> bool:
    return type(value) is int and value >= 0


def is_group(value) -> bool:
    return isinstance(value, list) and 0 < len(value) <= MOST_LOCKS and all(map(is_code, value))


def is_pair(value) -> bool:
    return is_group(value) and len(set(value)) == 2 == len(value)


LOCKS = {"together": is_group, "apart": is_pair, "inside": is_code, "outside": is_code}


class LocksField(forms.Field):
    """{"together": [[codes]], "apart": [[a, b]], "inside": [codes], "outside": [codes]}; what is not named is empty."""

    default_error_messages = {"invalid": _("These are no locks.")}

    def to_python(self, value):
        value = value or {}
        if not isinstance(value, dict) or set(value) - set(LOCKS):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        found = {}
        for kind, entry in LOCKS.items():
            rows = value.get(kind) or []
            if not isinstance(rows, list) or len(rows) > MOST_LOCKS or not all(map(entry, rows)):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            found[kind] = _once(rows)
        return found


def _once(rows):
    """In one order, so that the same locks are the same plan."""
    plain = [tuple(sorted(set(row))) if isinstance(row, list) else row for row in rows]
    return [list(row) if isinstance(row, tuple) else row for row in sorted(set(plain))]


class RequestForm(forms.Form):
    """`request` is drawn once by the page for each thing it asks; asked again, it is the same thing."""

    request = forms.UUIDField()


class ProposalForm(RequestForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    years = ListField(is_year, most=LAST_YEAR - FIRST_YEAR)
    districts = ListField(is_code, most=200, required=False)
    cmin = forms.IntegerField(label=_("Lowest cost (CNY)"), min_value=0, max_value=MOST_CNY)
    cmax = forms.IntegerField(label=_("Highest cost (CNY)"), min_value=1, max_value=MOST_CNY)
    max_members = forms.IntegerField(label=_("Most compounds in a bundle"), min_value=1, max_value=MOST_SIZE)
    year_spread = forms.IntegerField(label=_("Year spread"), min_value=0, max_value=MOST_SPREAD)
    alpha = forms.IntegerField(label=_("Worth of a compound not left alone"), min_value=0, max_value=MOST_WORTH)
    beta = forms.IntegerField(label=_("Cost of one tender"), min_value=0, max_value=MOST_WORTH)
    weight = forms.ChoiceField(label=_("Weight"), choices=Weight)
    locks = LocksField(required=False)

    def clean_years(self):
        return sorted(set(self.cleaned_data["years"]))

    def clean_districts(self):
        codes = sorted(set(self.cleaned_data["districts"]))
        if District.objects.filter(code__in=codes).count() < len(codes):
            raise ValidationError(_("There is no such district."))
        return codes

    def clean(self):
        asked = super().clean()
        if asked.get("cmin", 0) > asked.get("cmax", MOST_CNY):
            self.add_error("cmin", _("The lowest cost is above the highest."))
        return asked

    @property
    def asked(self) -> dict:
        """The settings beside what a proposal has columns for."""
        kept = ("request", "name", "years", "districts", "weight", "locks")
        settings = {name: value for name, value in self.cleaned_data.items() if name not in kept}
        return {name: self.cleaned_data[name] for name in kept} | {"settings": settings}


class LocksForm(RequestForm):
    revision = forms.IntegerField(min_value=1)
    locks = LocksField(required=False)


class AdoptForm(RequestForm):
    revision = forms.IntegerField(min_value=1)
    bundles = ListField(is_place, most=100_000)


class AgainstForm(forms.Form):
    groups = ListField(is_group, most=MOST_GROUPS)
