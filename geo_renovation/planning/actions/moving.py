"""Moves of compounds between the years of the annual plans, and the last one taken back."""
import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Audience, Verb
from geo_renovation.accounts.models import Act
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.choices import Eligibility, Stage
from geo_renovation.compounds.eligibility import standing
from geo_renovation.compounds.models import Compound

from ..choices import PlanStatus, VersionKind
from ..models import AnnualPlan, BundleMember, PlanMove, PlannedCompound
from ..plan_effects import compared, effects
from ..plan_errors import (
    AdoptedIsTheCentres,
    AlreadyTendered,
    InLiveBundle,
    NoDistrict,
    NotEligible,
    NothingMoved,
    NothingToTakeBack,
    PlanChangedMeanwhile,
    ReasonNeeded,
    SubmittedAlready,
    UnableToPlan,
    YearOver,
)
from ..plan_places import Places
from ..plan_versions import is_submitted, record_version, settle_status
from ..selected import stage_number
from .disclosing import redraw_disclosure_areas
from .holding import one_request


def move_compounds(*, codes, year, by, request, revisions, before=None, reason="") -> tuple[PlanMove, dict]:
    """Puts compounds into a year (None: into none), ahead of the code `before`; answers the move and its effect.

    `revisions` is {year: revision} as the user saw the plans; the same request again answers the same move.
    """
    with one_request(by, request):
        if again := PlanMove.objects.filter(made_by=by, request=request).first():
            return again, None
        compounds = _with_bundles(_editable(codes, by), year, by)
        places = _hold(compounds, year)
        _check_rules(compounds, year, places)
        for alike in _by_district(compounds):
            places.put(alike, year, before)
        _check_revisions(places, revisions)
        return _carry_out(places, compounds, codes, by=by, request=request, reason=reason)


def take_back_move(*, by, request, reason="") -> tuple[PlanMove, dict]:
    """Takes back the user's last move, if what it moved is still where it put it."""
    with one_request(by, request):
        if again := PlanMove.objects.filter(made_by=by, request=request).first():
            return again, None
        last = last_move(by)
        if last is None:
            raise NothingToTakeBack
        by_code = {compound.code: compound for compound in _editable([place["code"] for place in last.places], by)}
        found = {by_code[place["code"]].pk: place for place in last.places}
        places = _hold([*by_code.values()], *(place["before"]["year"] for place in last.places if place["before"]))
        if any(places.place(pk) != place["after"] for pk, place in found.items()):
            raise NothingToTakeBack
        for place in last.places:
            year = place["before"] and place["before"]["year"]
            _check_return(by_code[place["code"]], year, places)
        places.restore({pk: place["before"] for pk, place in found.items()})
        said = reason or _("Move taken back")
        return _carry_out(places, [*by_code.values()], last.moved, by=by, request=request, reason=said, undoes=last)


def give_plan_year(bundle, by):
    """All members of a bundle just frozen get its plan year; those that stand there keep their place."""
    if bundle.plan_year < timezone.localdate().year:
        return
    members = BundleMember.objects.filter(bundle=bundle).exclude(compound__planned__plan__year=bundle.plan_year)
    codes = list(members.order_by("compound__code").values_list("compound__code", flat=True))
    compounds = [compound for compound in _editable(codes, by) if compound.district_id] if codes else []
    if not compounds:
        return
    places = _hold(compounds, bundle.plan_year)
    for alike in _by_district(compounds):
        places.put(alike, bundle.plan_year)
    reason = _("Bundle %(bundle)s frozen") % {"bundle": bundle}
    _store(places, compounds, codes, by=by, request=uuid.uuid4(), reason=reason)  # no move of a planner's to take back


def last_move(user) -> PlanMove | None:
    """What the user could take back."""
    return PlanMove.objects.filter(made_by=user, undoes=None, undone_by=None).order_by("-pk").first()


def _editable(codes, by) -> list[Compound]:
    rows = Compound.objects.editable_by(by).filter(code__in=codes).select_related("district")
    heavy = ("boundary", "boundary_3857", "district__boundary", "district__boundary_3857")
    found = {row.code: row for row in rows.defer(*heavy)}
    if not codes or len(found) != len(set(codes)):
        raise UnableToPlan
    return [found[code] for code in dict.fromkeys(codes)]


def _with_bundles(compounds, year, by):
    """With everything that was frozen together with them."""
    codes = _frozen_with(compounds, year)
    return compounds + (_editable(codes, by) if codes else [])


def _frozen_with(compounds, year) -> list[str]:
    """Codes of what was frozen together with compounds that change into `year`; refused where that is of another."""
    held = BundleMember.objects.filter(is_live=True, compound__in=compounds).select_related("bundle", "compound")
    held = held.defer("boundary", "figures", "bundle__snapshot", "compound__boundary", "compound__boundary_3857")
    planned = dict(PlannedCompound.objects.filter(compound__in=compounds).values_list("compound", "plan__year"))
    bundles = []
    for member in held:
        stays = planned.get(member.compound_id) == year
        if not stays and member.bundle.plan_year != year:
            told = {"name": member.compound.name, "bundle": str(member.bundle), "year": member.bundle.plan_year}
            raise InLiveBundle(**told)
        if not stays:
            bundles.append(member.bundle_id)
    together = BundleMember.objects.filter(bundle__in=bundles).exclude(compound__in=compounds)
    return list(together.order_by("compound__code").values_list("compound__code", flat=True))


def _hold(compounds, *years) -> Places:
    """The plans these compounds are in and go to, held in the order of years; the year's plan begins if need be."""
    planned = PlannedCompound.objects.filter(compound__in=compounds).values_list("plan__year", flat=True)
    wanted = {*planned, *years} - {None}
    present = set(AnnualPlan.objects.filter(year__in=wanted).values_list("year", flat=True))
    begun = [AnnualPlan(year=year) for year in sorted(wanted - present)]
    AnnualPlan.objects.bulk_create(begun, ignore_conflicts=True)  # somebody else may begin it at this moment
    plans = {plan.year: plan for plan in AnnualPlan.objects.filter(year__in=wanted).order_by("year").select_for_update()}
    districts = {compound.district_id for compound in compounds}
    entries = PlannedCompound.objects.filter(plan__year__in=wanted, compound__district__in=districts)
    entries |= PlannedCompound.objects.filter(compound__in=compounds)
    unread = ("compound__boundary", "compound__boundary_3857")
    rows = list(entries.select_related("plan", "compound").defer(*unread))
    if {entry.plan.year for entry in rows} - plans.keys():
        raise PlanChangedMeanwhile  # moved by somebody else before the plans were held
    for entry in rows:
        entry.plan = plans[entry.plan.year]
    return Places(plans, {entry.compound_id: entry for entry in rows})


def _by_district(compounds):
    """Compounds in groups of one district each, in the order given."""
    groups = {}
    for compound in compounds:
        groups.setdefault(compound.district_id, []).append(compound)
    return groups.values()


def _check_return(compound, year, places):
    """Since the move it may have been tendered, or frozen in a bundle of the year it would leave."""
    if places.year_of(compound) == year:
        return
    if stage_number(compound) >= Stage.TENDERED.number:
        raise AlreadyTendered(name=compound.name)
    _frozen_with([compound], year)


def _check_rules(compounds, year, places):
    """What may not change its year; the order within a year is free."""
    for compound in compounds:
        if places.year_of(compound) == year:
            continue
        if stage_number(compound) >= Stage.TENDERED.number:
            raise AlreadyTendered(name=compound.name)
        if compound.district_id is None:
            raise NoDistrict(name=compound.name)
        if year is None:
            continue
        if year < timezone.localdate().year:
            raise YearOver(year=year)
        if compound.eligibility != Eligibility.ELIGIBLE:
            against = [str(reason.label) for reason in standing(compound) if reason.ok is not True]
            raise NotEligible(name=compound.name, reasons=_(", ").join(against))


def _check_revisions(places, revisions):
    """Every plan that changes is as the user saw it."""
    for year in places.touched:
        plan = places.plans[year]
        if revisions.get(year, 1) != plan.revision:
            raise PlanChangedMeanwhile({"year": year, "revision": plan.revision})


def _check_standing(places, compounds, by, reason):
    """An adopted plan is the centre's to adjust, with a reason; a street's submitted part waits for the centre."""
    is_centre = audience_of(by) == Audience.CENTRE
    for year in places.touched:
        plan = places.plans[year]
        if plan.status == PlanStatus.ADOPTED and not is_centre:
            raise AdoptedIsTheCentres(year=year)
        if plan.status == PlanStatus.ADOPTED and not reason.strip():
            raise ReasonNeeded({"year": year}, year=year)
        for compound in [] if is_centre else compounds:
            if is_submitted(plan, compound.district_id):
                raise SubmittedAlready(year=year, district=compound.district.name)


def _carry_out(places, compounds, moved, **said):
    """The move and what it comes to."""
    if not places.after:
        raise NothingMoved
    before = effects(said["by"])
    undoes = said.pop("undoes", None)
    _store(places, compounds, moved, **said)
    return _record(places, moved, undoes=undoes, **said), compared(before, effects(said["by"]))


def _store(places, compounds, moved, *, by, request, reason):
    """Stores the places, and the versions of adopted plans."""
    _check_standing(places, compounds, by, reason)
    places.store()
    for year in places.touched:
        _note_change(places.plans[year], moved, by=by, request=request, reason=reason.strip())
    redraw_disclosure_areas()


def _record(places, moved, *, by, request, reason, undoes) -> PlanMove:
    codes = dict(Compound.objects.filter(pk__in=places.after).values_list("pk", "code"))
    return PlanMove.objects.create(
        request=request, made_by=by, organisation=by.organisation, reason=reason.strip(), moved=moved, undoes=undoes,
        places=[{"code": codes[pk], "before": places.before[pk], "after": place} for pk, place in places.after.items()],
        revisions={year: places.plans[year].revision for year in places.touched},
    )  # fmt: skip


def _note_change(plan, moved, *, by, request, reason):
    """A plan that lost or gained has a new revision; an adopted one a version that says why."""
    plan.revision += 1
    settle_status(plan)
    AnnualPlan.objects.filter(pk=plan.pk).update(revision=plan.revision, status=plan.status)
    if plan.status == PlanStatus.ADOPTED:
        version = record_version(plan, VersionKind.ADJUSTED, by=by, request=request, reason=reason)
        Act.record(Verb.ADJUSTED, f"plan {version}", by=by, reason=reason, codes=moved)
