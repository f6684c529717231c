"""The grammar of the one query string that map, register, table, export and progress share.

A list is separated by commas and holds what is wanted; left out it means everything, "-" means
nothing. What is not understood narrows nothing, and is told.
"""
from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.contrib.gis.geos import Polygon
from django.utils.choices import flatten_choices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

NOTHING, NONE = "-", "none"
WGS84 = 4326


class Listed(tuple):
    """The codes of a list that are known, in the order of their vocabulary; `unknown` are those that are not."""

    unknown = ()


class CodesSelect(forms.Select):
    """Offers one code at a time, and keeps a list that came with the address."""

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return ",".join(value for value in values if value)

    def optgroups(self, name, value, attrs=None):
        groups = super().optgroups(name, value, attrs)
        for asked in value:
            if asked == NOTHING or "," in asked:
                option = self.create_option(name, asked, self._words(asked, groups), True, len(groups))
                groups.append((None, [option], len(groups)))
        return groups

    def _words(self, asked, groups):
        labels = {option["value"]: str(option["label"]) for _name, options, _index in groups for option in options}
        return ", ".join(labels.get(code, code) for code in asked.split(",") if code != NOTHING) or _("None of them")


class Codes(forms.ChoiceField):
    """A list of codes of one vocabulary; None where everything is wanted."""

    widget = CodesSelect

    def clean(self, value):
        if not value:
            return None
        if value == NOTHING:
            return Listed()
        asked = [part.strip() for part in value.split(",")]
        found = Listed(self.known(asked))
        found.unknown = tuple(code for code in asked if code not in found)
        if not found:
            raise forms.ValidationError(unknown(found.unknown))
        return found

    def known(self, asked):
        return [code for code in dict(flatten_choices(self.choices)) if code and code in asked]

    def word(self, value):
        words = dict(flatten_choices(self.choices))
        return ", ".join(str(words.get(code, code)) for code in value) or str(_("None of them"))


class Years(Codes):
    """A list of years, whether they are on offer or not, and NONE."""

    def known(self, asked):
        return sorted({code for code in asked if code == NONE or is_year(code)})


class Box(forms.CharField):
    """West, south, east, north in degrees: a polygon in EPSG:4326."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            west, south, east, north = map(float, text.split(","))
        except ValueError:
            raise forms.ValidationError(unknown([text])) from None
        # False for "nan" too. Beyond 85.06° lies nothing of a web map.
        if not (-180 <= west < east <= 180 and -85.06 <= south < north <= 85.06):
            raise forms.ValidationError(unknown([text]))
        box = Polygon.from_bbox((west, south, east, north))
        box.srid = WGS84
        return box


def unknown(values):
    return _("Not understood: %(values)s") % {"values": ", ".join(values)}


def is_year(text) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()


def written(value) -> str:
    """A value as it stands in the address."""
    if isinstance(value, Listed):
        return ",".join(value) or NOTHING
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


class QueryForm(forms.Form):
    """A part of the query string. Each field narrows by the method of its name, with one underscore before."""

    # What a field is called in the address, where its own name is another.
    called = {}

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user
        for name in self.hidden():
            del self.fields[name]
        for field in self.fields.values():
            field.required = False

    def hidden(self):
        """Fields that this user may not narrow by."""
        return ()

    def add_prefix(self, field_name):
        return self.called.get(field_name, field_name)

    @cached_property
    def asked(self) -> dict:
        """What was understood, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def full_clean(self):
        """A list is told what it holds that is not known, and narrows by the rest."""
        super().full_clean()
        for name, value in self.cleaned_data.items():
            if missed := getattr(value, "unknown", ()):
                self._errors[name] = self.error_class([unknown(missed)])

    @property
    def told(self) -> dict:
        """What was not understood, by its name in the address."""
        return {self.add_prefix(name): [str(error) for error in errors] for name, errors in self.errors.items()}

    @property
    def query(self) -> str:
        """The one spelling of what was understood."""
        return self.query_without(())

    def query_without(self, ignoring) -> str:
        parts = {self.add_prefix(name): written(value) for name, value in self.asked.items()}
        return urlencode({name: value for name, value in parts.items() if name not in ignoring}, safe="/:,")

    def words(self) -> list[tuple[str, str]]:
        """What was understood, for the head of a print."""
        return [(str(self.fields[name].label), self._word(name, value)) for name, value in self.asked.items()]

    def _word(self, name, value):
        return self.fields[name].word(value) if isinstance(value, Listed) else written(value)

    def narrow(self, rows, ignoring=()):
        for name, value in self.asked.items():
            if self.add_prefix(name) not in ignoring:
                rows = rows.filter(getattr(self, f"_{name}")(value))
        return rows
