"""Whom a bundle has to be agreed with: who holds lines under it, utilities of the classes nobody holds, street offices.

As a selection counts them (`planning.selected`), for all compounds at once.
"""

from collections import defaultdict

from geo_renovation.accounts.choices import OrganisationKind
from geo_renovation.accounts.models import Organisation

from ..models import Stretch

NETWORK_COMPANIES = (OrganisationKind.UTILITY, OrganisationKind.MUNICIPAL)


def holders_of(pks, user) -> dict:
    """{compound id: (organisation ids, classes of lines that no network company owns)}."""
    companies = set(Organisation.objects.filter(kind__in=NETWORK_COMPANIES).values_list("pk", flat=True))
    rows = Stretch.objects.visible_to(user).filter(other=None, compound__in=pks).order_by()
    held = rows.values_list("compound", "segment__network_class", "segment__owner", "segment__manager").distinct()
    found = defaultdict(lambda: (set(), set()))
    for pk, network_class, owner, manager in held:
        organisations, unowned = found[pk]
        organisations |= {owner, manager} - {None}
        if owner not in companies:
            unowned.add(network_class)
    return found


def offices(user) -> dict:
    """{"class": {network class: ids}, "street": {district: ids}} of those consulted for a class or a district."""
    found = {"class": defaultdict(list), "street": defaultdict(list)}
    for row in Organisation.objects.visible_to(user).order_by("code"):
        if row.kind == OrganisationKind.STREET:
            found["street"][row.district_code].append(row.pk)
        for network_class in row.network_classes or ():
            found["class"][network_class].append(row.pk)
    return found


def consulted(stored, members) -> set[int]:
    """Ids of those to be agreed with over some members of a stored instance."""
    found = {pk for k in members for pk in stored["holders"][k]}
    found |= {pk for k in members for name in stored["unowned"][k] for pk in stored["offices"]["class"].get(name, ())}
    return found | {pk for k in members for pk in stored["offices"]["street"].get(stored["district"][k], ())}
