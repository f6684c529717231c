"""Organisations of the plan and accounts that speak for them."""

from factory import LazyAttribute, Sequence
from factory.django import DjangoModelFactory

from geo_renovation.accounts.choices import OrganisationKind
from geo_renovation.accounts.models import Organisation, User

ROLES = {"planner": "centre", "leader": "task-force", "admin": None, "nobody": None}
KINDS = {
    "centre": OrganisationKind.CENTRE,
    "task-force": OrganisationKind.TASK_FORCE,
    "municipal": OrganisationKind.MUNICIPAL,
    "enforcement": OrganisationKind.DESK,
    "finance": OrganisationKind.DEPARTMENT,
    "audit": OrganisationKind.DEPARTMENT,
    "development": OrganisationKind.DEPARTMENT,
    "land": OrganisationKind.DEPARTMENT,
}
STREET_DISTRICTS = {
    "street-yuqiuhu": "371526001",
    "street-huixin": "371526002",
    "street-renhe": "371526003",
}


def kind_of(code):
    """The kind of an organisation of the plan; whatever is no office is a utility."""
    return OrganisationKind.STREET if code in STREET_DISTRICTS else KINDS.get(code, OrganisationKind.UTILITY)


class OrganisationFactory(DjangoModelFactory):
    """The organisation of that code: the plan's own where it exists, else a new one."""

    class Meta:
        model = Organisation
        django_get_or_create = ("code",)

    code = "water"
    name = LazyAttribute(lambda o: f"机构 {o.code}")
    kind = LazyAttribute(lambda o: kind_of(o.code))
    district_code = LazyAttribute(lambda o: STREET_DISTRICTS.get(o.code, ""))


class UserFactory(DjangoModelFactory):
    """An account of a role: planner, leader, admin, nobody, or an organisation's code."""

    class Meta:
        model = User

    class Params:
        role = "planner"

    username = Sequence(lambda n: f"account{n}")
    is_staff = LazyAttribute(lambda o: o.role == "admin")
    organisation = LazyAttribute(lambda o: organisation_of(o.role))


def organisation_of(role):
    code = ROLES.get(role, role)
    return OrganisationFactory(code=code) if code else None
