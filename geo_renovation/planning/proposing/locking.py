"""Whether locks can be kept at all: of compounds that take part, and not against one another."""

from django.utils.translation import gettext as _

from .candidates import left_out_because

NONE = {"together": [], "apart": [], "inside": [], "outside": []}


def faults(locks, stored) -> list[str]:
    """A sentence for each lock that stands in the way of any plan."""
    known, out = set(stored["code"]), {code: (name, why, said) for code, name, why, said in stored["left_out"]}
    found = [_told(code, out) for code in named(locks) if code not in known]
    wanted = {code for group in (*locks["together"], locks["inside"]) for code in group}
    found += [
        _("%(code)s is locked into the plan and out of it.") % {"code": code}
        for code in sorted(wanted & set(locks["outside"]))
    ]
    for a, b in locks["apart"]:
        if any(a in group and b in group for group in locks["together"]):
            found.append(_("%(a)s and %(b)s are to be together and apart.") % {"a": a, "b": b})
    return found


def named(locks) -> list[str]:
    """Every code that a lock names, once."""
    groups = (*locks["together"], *locks["apart"], locks["inside"], locks["outside"])
    return list(dict.fromkeys(code for group in groups for code in group))


def _told(code, out):
    if code not in out:
        return _("%(code)s takes no part in this proposal.") % {"code": code}
    name, why, said = out[code]
    return _("%(name)s takes no part: %(why)s") % {"name": name, "why": left_out_because(why, said)}
