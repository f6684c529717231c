"""A bundle as one viewer may see it: the same figures on the page, in JSON and in every export."""
from django.urls import reverse

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of

from .actions.freezing import selection_of
from .lines import ground_of
from .models import Bundle
from .selected import Selection
from .selection import figures, labelled, weigh

# What only the centre and oversight read of a frozen bundle; a street has the page of tender checks.
OF_THE_TENDER = ("tender", "contracts", "overruled")
STEPS = ("save", "freeze", "dissolve", "versions")


def shown_figures(bundle, user) -> dict:
    """A draft's figures as of now; a frozen bundle's as frozen, its lines cut to what the viewer may see."""
    if bundle.is_draft:
        return labelled(figures(selection_of(bundle, user)))
    if audience_of(user) == Audience.CENTRE:
        return labelled(bundle.snapshot)
    is_oversight = audience_of(user) == Audience.OVERSIGHT
    shown = _without_managers(bundle.snapshot) if is_oversight else _own_part(bundle, user)
    shown.pop("proposal", None)  # the centre's own matter
    return labelled(shown)


def _without_managers(snapshot):
    """Oversight knows class, owner and position of every line, not who manages it."""
    consulted = [row for row in snapshot["organisations"] if row["role"] != "manager"]
    return snapshot | {"organisations": consulted, "totals": snapshot["totals"] | {"organisations": len(consulted)}}


def _own_part(bundle, user):
    selection = Selection(user, [m["code"] for m in bundle.snapshot["members"]], bundle.plan_year, bundle)
    selection.ground = shown_ground(bundle)
    now = figures(selection)
    totals = bundle.snapshot["totals"] | {name: now["totals"][name] for name in ("metres", "organisations")}
    kept = {name: part for name, part in bundle.snapshot.items() if name not in OF_THE_TENDER}
    return kept | {"lines": now["lines"], "organisations": now["organisations"], "totals": totals}


def shown_boundaries(bundle) -> dict:
    """{code: boundary}: a draft's as drawn today, a frozen bundle's as frozen."""
    column = "compound__boundary" if bundle.is_draft else "boundary"
    return dict(bundle.members.order_by("compound__code").values_list("compound__code", column))


def shown_ground(bundle):
    return ground_of(list(shown_boundaries(bundle).values()))


def record(bundle, user) -> dict:
    """What the map keeps of a bundle."""
    return {
        "number": bundle.number,
        "version": bundle.version,
        "name": bundle.name,
        "plan_year": bundle.plan_year,
        "status": bundle.status,
        "status_label": bundle.get_status_display(),
        "revision": bundle.revision,
        "codes": codes_of(bundle),
        "district": {"code": bundle.district.code, "name": bundle.district.name},
        "exception_reason": bundle.exception_reason,
        "digest": bundle.digest,
        "frozen_at": bundle.frozen_at.isoformat() if bundle.frozen_at else None,
        "can": permitted(bundle, user),
        "urls": urls(bundle),
    }


def codes_of(bundle) -> list[str]:
    """Member codes; a listed bundle brings them along."""
    if hasattr(bundle, "codes"):
        return bundle.codes
    return list(bundle.members.order_by("compound__code").values_list("compound__code", flat=True))


def permitted(bundle, user) -> dict:
    """Which steps are open to the viewer now."""
    edits = Bundle.objects.creatable_by(user)
    return {
        "save": edits and bundle.is_draft,
        "freeze": edits and bundle.is_draft,
        "dissolve": edits and bundle.is_live,
        "version": edits and bundle.is_live,
    }


def urls(bundle) -> dict:
    at = [bundle.number, bundle.version]
    page = reverse("planning:bundle", args=at)
    return {
        "page": page,
        "json": f"{page}?format=json",
        "map": f"/?bundle={bundle.number}/v{bundle.version}",
        "xlsx": f"{page}export.xlsx",
        "gpkg": f"{page}export.gpkg",
        "dxf": f"{page}export.dxf",
        "responsibility": f"{reverse('planning:responsibility')}?bundle={bundle.number}/v{bundle.version}",
        **{step: reverse(f"planning:{step}", args=at) for step in STEPS},
    }


def weighed(bundle, user) -> dict:
    """The bundle weighed again on today's register: what the map shows when it is opened."""
    again = weigh(user, codes_of(bundle), bundle.plan_year, bundle=bundle, exception_reason=bundle.exception_reason)
    return again | {"bundle": record(bundle, user)}
