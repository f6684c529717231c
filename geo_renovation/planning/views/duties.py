"""Who organises, pays and maintains: the responsibility table, and what of it is one organisation's."""
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode

from geo_renovation.accounts.choices import OrganisationKind
from geo_renovation.districts.models import District

from ..choices import BundleStatus
from ..duties import DutyTable, Part
from ..forms import DutyForm
from ..models import Bundle
from ..responsibility import Holder
from ..scopes import Scope, scope_of
from ..under import MOST_NAMED, Asked
from .answering import PlanningView, cleaned

MOST_LISTED = 300


class DutyView(PlanningView):
    """The table that was asked for, in the viewer's rights."""

    @cached_property
    def asked(self) -> dict:
        self.check_reader()
        return cleaned(DutyForm(self.request.GET))

    @cached_property
    def scope(self) -> Scope:
        named = {name: self.asked[name] for name in ("bundle", "compound", "district")}
        return scope_of(self.request.user, **named)

    @cached_property
    def table(self) -> DutyTable:
        return DutyTable(self.scope.source(question(self.request.user, self.asked)))

    @property
    def told(self) -> dict:
        """Everything that page, JSON and workbook show."""
        day = self.asked["date"] or timezone.localdate()
        scope = {"kind": self.scope.kind, "label": self.scope.label, **self.scope.query}
        said = {"scope": scope, "date": day.isoformat(), "older_than": self.asked["older_than"]}
        return said | self.table.as_json()

    @property
    def query(self) -> str:
        """Asks for the same table again."""
        day = {"date": self.asked["date"].isoformat()} if self.asked["date"] else {}
        return urlencode(self.scope.query | day | {"older_than": self.asked["older_than"]})

    def refused_url(self):
        return "planning:responsibility"


def question(user, asked) -> Asked:
    """The form's words as the figures mind them; today's right-holders stand beside their lines."""
    today = timezone.localdate()
    day = asked["date"] if asked["date"] != today else None
    return Asked(user, day, today.year - asked["older_than"])


def listed_bundles(user):
    """Drafts and live bundles to choose from, the newest first."""
    rows = Bundle.objects.visible_to(user).filter(status__in=(BundleStatus.DRAFT, BundleStatus.FROZEN))
    return rows.only("name", "number", "version").order_by("-plan_year", "-number", "-version")[:MOST_LISTED]


def own_part(organisation, told) -> dict | None:
    """A utility reads its own figures also where they are zero."""
    found = next((part for part in told["parts"] if part["code"] == organisation.code), None)
    is_utility = organisation.kind == OrganisationKind.UTILITY
    return found or (Part(Holder(organisation.code, organisation.name)).as_json() if is_utility else None)


class DutyJson(DutyView):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.answers_json = True

    def get(self, request):
        self.check_reader()
        return JsonResponse(self.told)


class DutyPage(DutyView):
    def get(self, request):
        self.check_reader()
        told = self.told
        return render(request, "planning/responsibility.html", {
            "told": told,
            "scope": self.scope,
            "part": own_part(request.user.organisation, told),
            "form": DutyForm(initial=self.asked | self.scope.query),
            "bundles": listed_bundles(request.user),
            "districts": District.objects.visible_to(request.user).order_by("code").values_list("code", "name"),
            "query": self.query,
            "most_named": MOST_NAMED,
        })  # fmt: skip
