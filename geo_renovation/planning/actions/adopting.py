"""The course of an annual plan: submitted by each street for its district, returned, adopted by the centre."""
import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Audience, Verb
from geo_renovation.accounts.models import Act
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.choices import Eligibility
from geo_renovation.districts.models import District

from ..choices import PlanStatus, VersionKind
from ..models import AnnualPlan, PlanVersion
from ..plan_errors import (
    AdoptedAlready,
    NothingPlanned,
    NotSubmitted,
    NotSubmittedYet,
    PlanBroken,
    PlanChangedMeanwhile,
    SubmittedAlready,
    UnableToPlan,
)
from ..plan_versions import came_submitted, is_submitted, record_version, settle_status, waiting_for
from .disclosing import redraw_disclosure_areas
from .holding import one_request


def submit_plan(*, year, district, revision, by, request) -> PlanVersion:
    """A street's part as it stands goes up to the centre; the centre may hand in for a street."""
    with one_request(by, request):
        if again := _made_before(by, request):
            return again
        plan = _hold(year, revision, PlanStatus.ADOPTED)
        place = _district(district, by)
        if is_submitted(plan, place.pk):
            raise SubmittedAlready(year=year, district=place.name)
        if not plan.entries.filter(compound__district=place).exists():
            raise NothingPlanned
        version = record_version(plan, VersionKind.SUBMITTED, by=by, request=request, district=place)
        _settle(plan)
        Act.record(Verb.SUBMITTED, f"plan {version}", by=by, district=place.code, compounds=len(version.entries))
        return version


def return_plan(*, year, district, revision, reason, by, request) -> PlanVersion:
    """The centre sends a street's part back 退回修改, and says why."""
    with one_request(by, request):
        if again := _made_before(by, request):
            return again
        _check_centre(by)
        plan = _hold(year, revision, PlanStatus.ADOPTED)
        place = _district(district, by)
        if not is_submitted(plan, place.pk):
            raise NotSubmitted
        _part(plan, by)
        version = record_version(plan, VersionKind.RETURNED, by=by, request=request, district=place, reason=reason)
        _settle(plan)
        Act.record(Verb.RETURNED, f"plan {version}", by=by, district=place.code, reason=reason)
        return version


def adopt_plan(*, year, revision, by, request) -> PlanVersion:
    """The centre adopts a plan that every street has submitted."""
    with one_request(by, request):
        if again := _made_before(by, request):
            return again
        _check_centre(by)
        plan = _hold(year, revision, PlanStatus.ADOPTED)
        _check_whole(plan)
        plan.status, plan.adopted_on = PlanStatus.ADOPTED, timezone.localdate()
        _settle(plan)
        version = record_version(plan, VersionKind.ADOPTED, by=by, request=request)
        Act.record(Verb.ADOPTED, f"plan {version}", by=by, compounds=len(version.entries))
        return version


def _part(plan, by):
    """A plan that came submitted as a whole is told apart by street, so that one part alone goes back."""
    if not came_submitted(plan):
        return
    rows = District.objects.filter(compound__planned__plan=plan).defer("boundary", "boundary_3857")
    for place in rows.distinct("code").order_by("code"):
        record_version(plan, VersionKind.SUBMITTED, by=by, request=uuid.uuid4(), district=place)


def _made_before(by, request):
    return PlanVersion.objects.filter(made_by=by, request=request).first()


def _check_centre(by):
    if audience_of(by) != Audience.CENTRE:
        raise UnableToPlan


def _hold(year, revision, *over) -> AnnualPlan:
    """The plan as it stands, held until commit."""
    plan = AnnualPlan.objects.select_for_update().filter(year=year).first()
    if plan is None:
        raise UnableToPlan
    if plan.status in over:
        raise AdoptedAlready(year=year)
    if plan.revision != revision:
        raise PlanChangedMeanwhile({"year": year, "revision": plan.revision})
    return plan


def _district(code, by) -> District:
    """The district of that code, if the user speaks for it."""
    audience = audience_of(by)
    own = audience == Audience.CENTRE or (audience == Audience.STREET and by.organisation.district_code == code)
    found = District.objects.defer("boundary", "boundary_3857").filter(code=code).first() if own else None
    if found is None:
        raise UnableToPlan
    return found


def _settle(plan):
    plan.revision += 1
    settle_status(plan)
    plan.save(update_fields=["status", "adopted_on", "revision"])
    redraw_disclosure_areas()


def _check_whole(plan):
    """Every street has submitted, and every compound may still be in the plan."""
    if not plan.entries.exists():
        raise NothingPlanned
    if waiting := waiting_for(plan):
        raise NotSubmittedYet(districts=_(", ").join(waiting))
    doubtful = plan.entries.exclude(compound__eligibility=Eligibility.ELIGIBLE).order_by("compound__code")
    elsewhere = plan.entries.filter(compound__memberships__is_live=True).exclude(
        compound__memberships__is_live=True, compound__memberships__plan_year=plan.year
    )
    told = [_("%(name)s is not eligible") % {"name": name} for name in _names(doubtful)]
    told += [_("%(name)s is in a live bundle of another year") % {"name": name} for name in _names(elsewhere)]
    if told:
        raise PlanBroken(problems=_("; ").join(told))


def _names(entries):
    return entries.values_list("compound__name", flat=True).distinct()
