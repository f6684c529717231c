"""Drafts: made, saved, and made again as the next version of a frozen bundle."""
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import District

from ..choices import BundleStatus
from ..errors import BundleNotDraft, BundleNotLive, BundleRefused, UnableToEditBundle, UnknownCompounds
from ..models import Bundle, BundleMember, Contract
from .holding import check_revision, held_by_the_database, hold_bundle, one_at_a_time

# The same draft asked for twice within this time is one double click.
DOUBLE_CLICK = timedelta(seconds=15)


def create_draft(*, codes, plan_year, name, by, exception_reason="", drafted_for=None) -> Bundle:
    """A numbered draft; a repeated click answers the draft it made before."""
    if not Bundle.objects.creatable_by(by):
        raise UnableToEditBundle
    members = _compounds(codes, by)
    with held_by_the_database():
        one_at_a_time()
        again = _made_just_now(members, plan_year, name, by)
        if again:
            return again
        bundle = Bundle(number=_next_number(plan_year), plan_year=plan_year, created_by=by)
        bundle.name, bundle.exception_reason = name or bundle.number, exception_reason
        bundle.district, bundle.drafted_for = _district(members), drafted_for
        bundle.save(force_insert=True)
        _write_members(bundle, members)
    return bundle


def save_draft(*, bundle, revision, codes, by, plan_year=None, name=None, exception_reason=None) -> Bundle:
    """Replaces what the draft holds; refused when somebody saved it since `revision`."""
    members = _compounds(codes, by)
    with held_by_the_database():
        held = hold_bundle(bundle, by)
        if held.status != BundleStatus.DRAFT:
            raise BundleNotDraft
        check_revision(held, revision)
        _move_to_year(held, plan_year)
        held.name = name or held.name
        held.exception_reason = held.exception_reason if exception_reason is None else exception_reason
        held.district = _district(members)
        held.revision += 1
        held.save()
        _write_members(held, members)
    return held


def new_version(*, bundle, by) -> Bundle:
    """The draft that follows a frozen bundle, with its members; asked for twice it is the same draft."""
    with held_by_the_database():
        held = hold_bundle(bundle, by)
        versions = Bundle.objects.filter(number=held.number)
        draft = versions.filter(status=BundleStatus.DRAFT).first()
        if draft:
            return draft
        if held.status != BundleStatus.FROZEN:
            raise BundleNotLive
        following = Bundle(number=held.number, plan_year=held.plan_year, created_by=by, name=held.name)
        following.version = versions.aggregate(last=Max("version"))["last"] + 1
        following.district, following.drafted_for = held.district, held.drafted_for
        following.exception_reason = held.exception_reason
        following.save(force_insert=True)
        _write_members(following, Compound.objects.filter(memberships__bundle=held))
        copies = [Contract(bundle=following, kind=c.kind, name=c.name, amount_cny=c.amount_cny) for c in held.contracts.all()]
        Contract.objects.bulk_create(copies)
    return following


def _compounds(codes, by):
    """The register's rows, without geometry."""
    rows = Compound.objects.visible_to(by).filter(code__in=codes)
    members = list(rows.select_related("district").only("code", "district__code", "district__name").order_by("code"))
    unknown = set(codes) - {member.code for member in members}
    if unknown:
        raise UnknownCompounds(sorted(unknown))
    return members


def _district(members) -> District:
    """The district of most members; where no member has one, the first district of the county."""
    held = [member.district for member in members if member.district]
    if held:
        return max(sorted(held, key=lambda d: d.code), key=held.count)
    first = District.objects.order_by("code").first()
    if first is None:
        raise BundleRefused
    return first


def _next_number(plan_year) -> str:
    """2027-003 after 2027-002; numbers are never used twice."""
    used = Bundle.objects.filter(number__startswith=f"{plan_year}-").values_list("number", flat=True)
    last = max((int(number.partition("-")[2]) for number in used.distinct().order_by()), default=0)
    return f"{plan_year}-{last + 1:03d}"


def _move_to_year(held, plan_year):
    """Another plan year; a number nobody can have cited yet follows it."""
    if plan_year in (None, held.plan_year):
        return
    one_at_a_time()
    held.plan_year = plan_year
    if held.version == 1:
        was, held.number = held.number, _next_number(plan_year)
        held.name = held.number if held.name == was else held.name


def _made_just_now(members, plan_year, name, by):
    since = timezone.now() - DOUBLE_CLICK
    drafts = Bundle.objects.filter(created_by=by, created_at__gte=since, plan_year=plan_year, revision=1)
    wanted = {member.pk for member in members}
    for draft in drafts.filter(status=BundleStatus.DRAFT):
        same_name = name in ("", draft.name)
        if same_name and wanted == set(draft.members.values_list("compound_id", flat=True)):
            return draft
    return None


def _write_members(bundle, compounds):
    """The draft's members are exactly `compounds`."""
    wanted = {compound.pk for compound in compounds}
    bundle.members.exclude(compound__in=wanted).delete()
    present = set(bundle.members.values_list("compound_id", flat=True))
    BundleMember.objects.bulk_create(
        BundleMember(bundle=bundle, compound_id=pk, plan_year=bundle.plan_year) for pk in sorted(wanted - present)
    )
