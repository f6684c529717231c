"""The one filter: which compounds and lines a visitor asks for, as of which day, and in which view."""
from functools import cached_property

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.filters import ON_RECORD, CompoundFilter, either
from geo_renovation.compounds.grammar import NONE, Box, Codes, QueryForm
from geo_renovation.utilities.choices import Accuracy, NetworkClass, Placement, Status
from geo_renovation.utilities.models import Node, Segment

from .audiences import NETWORK_AUDIENCES

# Of these a node has no record.
LINES_ONLY = ("sub_class", "placement", "material", "accuracy", "status")
VIEW = ("bbox",)
# What narrows by the annual plans, whose changes no layer version tells.
PLANNED = ("plan_year", "tier")


def owner_choices():
    return [("", _("All")), *Organisation.objects.values_list("code", "name"), (NONE, _("Not on record"))]


def worded(field, words):
    """Text with any of some words in it; “none” where there is no text."""
    found = Q(pk__in=())
    for word in filter(None, map(str.strip, words.split(","))):
        found |= Q(**{field: ""}) if word == NONE else Q(**{f"{field}__icontains": word})
    return found


class LineFilter(QueryForm):
    """Which pipes and cables: by what the viewer may know of them, so that no mask tells what is behind it."""

    called = {"network_class": "class"}

    network_class = Codes(label=_("Class"), choices=[("", _("All")), *NetworkClass.choices])
    sub_class = forms.CharField(label=_("Sub-class"), max_length=60)
    owner = Codes(label=_("Owner"), choices=owner_choices)
    manager = Codes(label=_("Manager"), choices=owner_choices)
    placement = Codes(
        label=_("Laying"), choices=[("", _("All")), *((code or NONE, label) for code, label in Placement.choices)]
    )
    laid_from = forms.IntegerField(label=_("Laid from"), **ON_RECORD)
    laid_to = forms.IntegerField(label=_("Laid to"), **ON_RECORD)
    material = forms.CharField(label=_("Material"), max_length=60)
    accuracy = Codes(label=_("Accuracy"), choices=[("", _("All")), *Accuracy.choices])
    status = Codes(label=_("Status"), choices=[("", _("All")), *Status.choices])

    def hidden(self):
        return () if audience_of(self.user) in NETWORK_AUDIENCES else tuple(self.fields)

    def _network_class(self, codes):
        return Q(network_class__in=codes)

    def _owner(self, codes):
        return either(codes, Q(owner__code__in=codes), Q(owner__isnull=True))

    def _sub_class(self, words):
        return worded("seen_sub_class", words)

    def _manager(self, codes):
        return Q(seen_is_full=True) & either(codes, Q(manager__code__in=codes), Q(manager__isnull=True))

    def _placement(self, codes):
        return Q(seen_placement__in=["" if code == NONE else code for code in codes])

    def _laid_from(self, year):
        return Q(seen_laid_year__gte=year)

    def _laid_to(self, year):
        return Q(seen_laid_year__lte=year)

    def _material(self, words):
        return worded("seen_material", words)

    def _accuracy(self, codes):
        return Q(seen_accuracy__in=codes)

    def _status(self, codes):
        return Q(seen_status__in=codes)


class ViewFilter(QueryForm):
    """What lies in the view; part of a request and never of an address."""

    bbox = Box(label=_("View"), max_length=120)


class MapFilter:
    """Understands any mapping of the query string's names for one visitor."""

    def __init__(self, data, *, user):
        self.data, self.user = data, user

    @cached_property
    def of_compounds(self):
        return CompoundFilter(self.data, user=self.user)

    @cached_property
    def of_lines(self):
        return LineFilter(self.data, user=self.user)

    @cached_property
    def of_view(self):
        return ViewFilter(self.data, user=self.user)

    def compounds(self, ignoring=()):
        """Compounds with cohort, `stage_shown` and `stage_number_shown`; `ignoring` names what shall not narrow."""
        rows = self.of_compounds.compounds(ignoring)
        return self._in_view(rows, "boundary", ignoring)

    def segments(self, ignoring=()):
        rows = self.of_lines.narrow(Segment.objects.visible_to(self.user), ignoring)
        return self._in_view(rows, "route", ignoring)

    def nodes(self, ignoring=()):
        rows = self.of_lines.narrow(Node.objects.visible_to(self.user), (*ignoring, *LINES_ONLY))
        return self._in_view(rows, "position", ignoring)

    def _in_view(self, rows, geometry, ignoring):
        if self.view is None or "bbox" in ignoring:
            return rows
        return rows.filter(**{f"{geometry}_3857__intersects": self.view})

    @property
    def view(self):
        """The view as a polygon in EPSG:4326, or None."""
        return self.of_view.asked.get("bbox")

    @property
    def date(self):
        """The day as of which stages are read; None for now."""
        return self.of_compounds.date_asked

    @property
    def known(self):
        """By what was on record at the end of which day; None for all that is."""
        return self.of_compounds.known_asked

    @cached_property
    def query(self) -> str:
        """The one spelling of everything that was understood, the view left out."""
        return "&".join(filter(None, (self.of_compounds.query, self.of_lines.query)))

    @property
    def is_everything(self) -> bool:
        return not self.query

    @property
    def is_planned(self) -> bool:
        """Whether it narrows by the annual plans."""
        return any(name in self.of_compounds.asked for name in PLANNED)

    @property
    def errors(self) -> dict:
        """What was not understood, by its name in the address."""
        return self.of_compounds.told | self.of_lines.told | self.of_view.told

    def words(self) -> list[tuple[str, str]]:
        """Label and value of all that was asked, for the head of a print or export."""
        return [*self.of_compounds.words(), *self.of_lines.words()]
