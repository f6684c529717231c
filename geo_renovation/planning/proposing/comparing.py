"""Bundles chosen by hand beside a proposal: the same edges, rules and figures, without a word from the solver."""

from django.utils.translation import gettext as _

from ..bundling.checking import neighbours, value_of
from ..errors import ProposalNotReady
from ..pieces import pieces
from .outcome import Ground, totals
from .reading import instance_of, rules_of


def against(proposal, groups) -> dict:
    """Totals, value and broken rules of some groups of codes."""
    stored, rules = proposal.instance, rules_of(proposal.settings)
    if stored is None:
        raise ProposalNotReady
    place = {code: k for k, code in enumerate(stored["code"])}
    unknown = sorted({code for group in groups for code in group} - set(place))
    chosen = [sorted({place[code] for code in group if code in place}) for group in groups]
    chosen = [members for members in chosen if members]
    ground = Ground(stored, proposal.weight)
    bundles, near = [ground.figures(members) for members in chosen], neighbours(instance_of(stored, {}))
    faults = [_("%(code)s takes no part in this proposal.") % {"code": code} for code in unknown]
    faults += [fault for bundle, members in zip(bundles, chosen, strict=True) for fault in _faults(bundle, members, stored, rules, ground)]
    return {
        "totals": totals(bundles, chosen, stored, proposal.locks, rules),
        "value": sum(value_of(members, rules, near) for members in chosen),
        "faults": faults,
    }


def _faults(bundle, members, stored, rules, ground):
    said = {"names": _(", ").join(stored["name"][k] for k in members)}
    if len(members) > rules.max_members:
        yield _("%(names)s: more than %(most)s compounds.") % (said | {"most": rules.max_members})
    if not rules.cmin <= bundle["cost"] <= rules.cmax:
        yield _("%(names)s: outside the cost window.") % said
    if bundle["years"][-1] - bundle["years"][0] > rules.year_spread:
        yield _("%(names)s: years too far apart.") % said
    if len({stored["district"][k] for k in members}) > 1:
        yield _("%(names)s: in more than one street office's district.") % said
    edges = [(i, j) for i in members for j in ground.near[i] if j in members]
    if len(pieces(members, edges)) > 1:
        yield _("%(names)s: not one connected piece.") % said
