"""What a planner says of a draft's tender: its contracts, and warnings overruled with a reason."""
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act

from ..choices import BundleStatus
from ..errors import BundleNotDraft, BundleRefused
from ..models import Bundle, Contract, Overruling
from ..rules import Severity, problems
from .freezing import selection_of
from .holding import check_revision, held_by_the_database, hold_bundle, one_request


class NoSuchWarning(BundleRefused):
    """It was overruled already, or does not speak any more."""

    status = 409
    message = _("There is no such warning any more. Look at the bundle again.")


def enter_contracts(*, bundle, revision, contracts, by) -> Bundle:
    """The draft's contracts are exactly these: [{kind, name, amount_cny}]; a repeated click changes nothing."""
    with held_by_the_database():
        held = hold_bundle(bundle, by)
        if held.status != BundleStatus.DRAFT:
            raise BundleNotDraft
        wanted = [(each["kind"], each["name"], each["amount_cny"]) for each in contracts]
        if wanted == list(held.contracts.values_list("kind", "name", "amount_cny")):
            return held
        check_revision(held, revision)
        held.contracts.all().delete()
        Contract.objects.bulk_create(Contract(bundle=held, kind=k, name=n, amount_cny=a) for k, n, a in wanted)
        held.revision += 1
        held.save(update_fields=["revision"])
    return held


def overrule_warning(*, bundle, revision, rule, codes, reason, by, request) -> Overruling:
    """The warning stays on record with the reason, and is frozen with the bundle."""
    with one_request(by, request):
        if again := Overruling.objects.filter(made_by=by, request=request, bundle=bundle).first():
            return again
        held = hold_bundle(bundle, by)
        if held.status != BundleStatus.DRAFT:
            raise BundleNotDraft
        check_revision(held, revision)
        found = _warning(held, rule, sorted(codes), by)
        said = Overruling.objects.create(
            bundle=held, rule=rule, codes=sorted(codes), message=found.message, reason=reason.strip(), request=request,
            made_by=by, organisation=by.organisation,
        )  # fmt: skip
        Act.record(Verb.OVERRULED, held, by=by, rule=rule, codes=said.codes, reason=said.reason)
    return said


def _warning(held, rule, codes, by):
    for problem in problems(selection_of(held, by)):
        is_meant = problem.severity == Severity.WARNING and (problem.rule, sorted(problem.codes)) == (rule, codes)
        if is_meant and not problem.overruled:
            return problem
    raise NoSuchWarning
