"""A proposal in words and figures, as the map and the tables show it."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..choices import AT_WORK, BundleStatus, Shared, Weight
from ..models import Adoption, Proposal
from ..remembering import remembered
from ..showing import urls
from .candidates import left_out_because
from .outcome import binding
from .reading import rules_of

WAN = 10_000  # 万元
LEFT_ALONE = {
    "over": gettext_lazy("Its estimate alone is over the highest cost of a bundle: it stands alone."),
    "no_neighbour": gettext_lazy("No adjacent compound takes part."),
    "years": gettext_lazy("The years of its neighbours lie too far from its own."),
    "too_dear": gettext_lazy("With any neighbour the bundle would cost too much."),
    "too_cheap": gettext_lazy("Even with its neighbours the lowest cost of a bundle is not reached."),
    "infeasible": gettext_lazy("No bundle with it keeps cost, size, years and locks."),
    "outbid": gettext_lazy("Its neighbours are worth more in other bundles."),
}
FAILURES = {
    "locks": gettext_lazy("The locks name compounds that take no part."),
    "wrong_plan": gettext_lazy("The plan broke a rule and was thrown away. Try other settings."),
    "solver": gettext_lazy("The solver found no answer. Try a smaller size or a narrower cost window."),
    "given_up": gettext_lazy("The proposal could not be worked out."),
}


def listed(proposal) -> dict:
    """A row of the list: no bundles, no locks."""
    return {
        "id": proposal.pk,
        "name": proposal.name,
        "revision": proposal.revision,
        "state": proposal.state,
        "state_label": proposal.get_state_display(),
        "settings": settings_of(proposal),
        "totals": proposal.kept_totals,
        "gap": proposal.kept_gap,
        "gap_on_weight": proposal.kept_on_weight,
        "created_at": timezone.localtime(proposal.created_at).isoformat(),
        "created_by": proposal.created_by.get_username(),
    }


def settings_of(proposal) -> dict:
    unit = _("CNY") if proposal.weight == Weight.MONEY else _("m")
    chosen = {"years": proposal.years, "districts": proposal.districts, "weight": proposal.weight}
    return proposal.settings | chosen | {"weight_label": proposal.get_weight_display(), "weight_unit": unit}


def told(proposal) -> dict:
    """All of it."""
    result = proposal.result
    kept = result or {}
    proposal.kept_totals, proposal.kept_gap = kept.get("totals"), kept.get("gap")
    proposal.kept_on_weight = kept.get("gap_on_weight")
    body = listed(proposal) | {
        "progress": {"done": proposal.done, "of": proposal.of} if proposal.state in AT_WORK else None,
        "failure": str(FAILURES[proposal.failure]) if proposal.failure else "",
        "locks": proposal.locks,
        "value": None, "bound": None, "members_cap": None, "capped": [], "limits": [], "bundles": [],
        "left_alone": [], "left_out": [], "says": "", "names": {}, "input_digest": proposal.input_digest,
        "basis": basis(proposal),
    }  # fmt: skip
    return body | _found(proposal, result, rules_of(proposal.settings)) if result else body


def _found(proposal, result, rules):
    stored, adopted = proposal.instance, adoptions(proposal)
    told_of = {frozenset(bundle["members"]): _bundle(bundle, stored, rules, proposal) for bundle in result["bundles"]}
    return {
        **{name: result[name] for name in ("value", "bound", "members_cap", "capped")},
        "limits": limits(result, rules),
        "bundles": [
            bundle | {"place": place, "adopted": adopted.get(members)}
            for place, (members, bundle) in enumerate(told_of.items())
        ],
        "left_alone": [
            {"code": code, "name": name, "why": str(LEFT_ALONE[why])} for code, name, why in result["left_alone"]
        ],
        "left_out": [
            {"code": code, "name": name, "why": left_out_because(why, said)}
            for code, name, why, said in result["left_out"]
        ],
        "names": dict(zip(stored["code"], stored["name"], strict=True)),
        "says": verdict(result, proposal),
    }


def _bundle(bundle, stored, rules, proposal) -> dict:
    return bundle | {
        "years": sorted(set(bundle["years"])),
        "district_name": stored["districts"][bundle["district"]],
        "weight_unit": settings_of(proposal)["weight_unit"],
        "why": reasons(bundle, stored, rules, proposal),
    }


def adoptions(proposal) -> dict:
    """{member codes: the draft made of them, and what became of it}."""
    rows = Adoption.objects.filter(proposal=proposal).exclude(bundle__status=BundleStatus.DISSOLVED)
    rows = rows.select_related("bundle").defer("bundle__snapshot")
    return {
        frozenset(row.codes): {
            "number": row.bundle.number, "version": row.bundle.version, "url": urls(row.bundle)["page"],
            "status": row.bundle.status, "plan_year": row.bundle.plan_year,
        }
        for row in rows
    }  # fmt: skip


def origin(bundle, user) -> dict | None:
    """From which proposal a bundle was adopted and how good that was, for who may see proposals."""
    kept = remembered(bundle).get("proposal") if Proposal.objects.creatable_by(user) else None
    return kept and kept | {
        "percent": percent(kept["gap"]), "on_weight": percent(kept["gap_on_weight"]),
        "weight_label": Weight(kept["settings"]["weight"]).label,
        "least": wan(kept["settings"]["cmin"]), "most": wan(kept["settings"]["cmax"]), "map": f"/?proposal={kept['id']}",
    }  # fmt: skip


def verdict(result, proposal) -> str:
    """How good the plan is, on the whole and on weight alone."""
    if not result["bundles"]:
        return _("No bundle is possible with these settings.")
    if result["gap"] <= 0:
        said = _("No plan can be better.")
    else:
        said = _("No plan can be more than %(percent)s %% better; on weight alone, %(on_weight)s %%.") % {
            "percent": percent(result["gap"]), "on_weight": percent(result["gap_on_weight"]),
        }  # fmt: skip
    if result["members_cap"] < proposal.settings["max_members"]:
        said += " " + _("This holds for bundles of at most %(most)s compounds.") % {"most": result["members_cap"]}
    return said


def percent(share) -> str:
    """Rounded up, so that it never says less than may be missing."""
    return f"{-(-share * 10_000 // 1) / 100:.2f}"


def limits(result, rules) -> list[str]:
    """Which limits bind, the most frequent first."""
    counts = binding(result, rules)
    found = [(counts[key], sentence(counts[key]) % {"count": counts[key]}) for key, sentence in BINDING.items() if counts.get(key)]
    said = [sentence for _count, sentence in sorted(found, key=lambda row: -row[0])]
    if result["unmet"]:
        said.insert(0, _("Locked in, yet in no bundle that keeps the rules: %(codes)s.") % {"codes": _(", ").join(result["unmet"])})
    if result["capped"]:
        dense = _("Part of the ground is too dense: there, bundles of at most %(most)s compounds were looked at.")
        said.append(dense % {"most": result["members_cap"]})
    return said


BINDING = {
    "no_neighbour": lambda n: ngettext(
        "%(count)s compound is left alone for lack of a neighbour that takes part.",
        "%(count)s compounds are left alone for lack of a neighbour that takes part.", n),
    "over": lambda n: ngettext(
        "%(count)s compound alone costs more than a bundle may.", "%(count)s compounds alone cost more than a bundle may.", n),
    "too_dear": lambda n: ngettext(
        "%(count)s compound is left alone because with any neighbour the highest cost is passed.",
        "%(count)s compounds are left alone because with any neighbour the highest cost is passed.", n),
    "too_cheap": lambda n: ngettext(
        "%(count)s compound is left alone because even with its neighbours the lowest cost is not reached.",
        "%(count)s compounds are left alone because even with their neighbours the lowest cost is not reached.", n),
    "years": lambda n: ngettext(
        "%(count)s compound is left alone because of the year spread.",
        "%(count)s compounds are left alone because of the year spread.", n),
    "infeasible": lambda n: ngettext(
        "%(count)s compound has no bundle that keeps cost window, size, years and locks together.",
        "%(count)s compounds have no bundle that keeps cost window, size, years and locks together.", n),
    "outbid": lambda n: ngettext(
        "%(count)s compound could be bundled, but at the cost of better bundles.",
        "%(count)s compounds could be bundled, but at the cost of better bundles.", n),
    "full": lambda n: ngettext(
        "%(count)s bundle has the largest size.", "%(count)s bundles have the largest size.", n),
    "spread": lambda n: ngettext(
        "%(count)s bundle uses the whole year spread.", "%(count)s bundles use the whole year spread.", n),
}  # fmt: skip


def reasons(bundle, stored, rules, proposal) -> list[str]:
    """Why these compounds: what they share, cost, years, district, locks."""
    said = [_shared(bundle, proposal)] if len(bundle["members"]) > 1 else [_("Its estimate alone makes a bundle.")]
    window = {"cost": wan(bundle["cost"]), "least": wan(rules.cmin), "most": wan(rules.cmax)}
    said.append(_("Costs %(cost)s of %(least)s to %(most)s (10,000 CNY).") % window)
    span = {"first": bundle["years"][0], "last": bundle["years"][-1]}
    alike = span["first"] == span["last"]
    said.append((_("All meant for %(first)s.") if alike else _("Meant for %(first)s to %(last)s.")) % span)
    said.append(_("All in %(district)s.") % {"district": stored["districts"][bundle["district"]]})
    members = set(bundle["members"])
    if any(members >= set(group) for group in proposal.locks.get("together", ()) if group):
        said.append(_("Locked together by you."))
    return said


def _shared(bundle, proposal):
    figures = {"metres": f"{bundle['shared_m']:,}", "money": f"{bundle['weight']:,}"}
    sentences = {
        Weight.BOUNDARY: _("They share %(metres)s m of boundary."),
        Weight.TRENCH: _("One trench serves both sides over %(metres)s m of lines."),
        Weight.MONEY: _("Tendered together they save CNY %(money)s over %(metres)s m shared."),
    }
    return sentences[proposal.weight] % figures


def wan(cny) -> str:
    return f"{cny / WAN:,.1f}".removesuffix(".0")


def basis(proposal) -> str:
    """What the weight is, in a sentence, with the source of prices."""
    if not proposal.instance:
        return ""
    kept = proposal.instance["basis"]
    boundary = _("Shared boundary: half the length of both boundaries within %(gap)s m of one another.") % {"gap": f"{kept['gap_m']:g}"}
    trench = _("Shared trench: metres of lines within %(joint)s m of both.") % {"joint": kept["joint_m"]}
    if proposal.weight == Weight.BOUNDARY:
        return boundary
    if proposal.weight == Weight.TRENCH:
        return trench
    prices = [
        _("%(what)s: CNY %(price)s since %(day)s (%(source)s).")
        % {"what": Shared(kind).label, "price": f"{price:,.2f}", "day": day, "source": source}
        for kind, (price, day, source) in sorted(kept["prices"].items())
    ]
    return " ".join([boundary, trench, *prices])


