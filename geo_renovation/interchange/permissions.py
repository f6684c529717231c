"""Who may import what: the centre everything, a street its district, a utility its network."""
from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.utilities.choices import OWNING_KINDS

from .checks.places import can_be_placed
from .kinds import KINDS
from .refusals import Refused

KINDS_OF = {
    Audience.CENTRE: tuple(KINDS),
    Audience.STREET: ("compounds", "buildings", "stages"),
    Audience.UTILITY: ("segments", "nodes", "rights"),
}


def kinds_for(user) -> list[str]:
    """Names of the kinds the user may import, in the order an empty county takes them."""
    allowed = KINDS_OF.get(audience_of(user), ())
    return [name for name in KINDS if name in allowed]


def check_kind(kind, by):
    """Refuses a kind that is not for `by`; None is who runs the service, at its terminal."""
    if by is not None and kind not in kinds_for(by):
        raise Refused("not_permitted")


def only_ones_own(run):
    """Rejects the rows that are for others to send; to be asked before anything else is said of a row."""
    audience = audience_of(run.by) if run.by is not None else Audience.CENTRE
    if audience == Audience.STREET:
        _of_a_street(run)
    elif audience == Audience.UTILITY:
        _of_a_utility(run)
    run.drop_rejected()


# Where the database will place a shape: the district that holds most of it.
ELSEWHERE = """
    SELECT t.row, t.code AS value, ST_X(p) AS x, ST_Y(p) AS y, d.name AS district
    FROM incoming t
    CROSS JOIN LATERAL (
        SELECT d.code, d.name FROM districts_district d WHERE ST_Intersects(d.boundary, t.shape)
        ORDER BY ST_Area(ST_Intersection(d.boundary, t.shape)) DESC, d.code LIMIT 1) d
    CROSS JOIN LATERAL ST_PointOnSurface(t.shape) p
    WHERE d.code <> %(district)s AND NOT EXISTS (
        SELECT 1 FROM districts_district o WHERE o.code = %(district)s AND ST_CoveredBy(t.shape, o.boundary))
"""
# {compound} is SQL for the id of a stored compound that the row is about.
OF_ANOTHER = """
    SELECT t.row, {value}, d.name AS district FROM incoming t
    JOIN compounds_compound c ON c.id = {compound}
    LEFT JOIN districts_district d ON d.id = c.district_id
    WHERE d.code IS DISTINCT FROM %(district)s
"""
NAMED = "(SELECT id FROM compounds_compound WHERE code = t.compound_code)"
OF_BUILDING = "(SELECT compound_id FROM compounds_building WHERE id = t.target)"
BY_ANOTHER = "SELECT row, recorded_by FROM incoming WHERE recorded_by <> %(organisation)s"


def _of_a_street(run):
    """Compounds in its district before and after; buildings and stages of such compounds."""
    parameters = {"district": run.by.organisation.district_code, "organisation": run.organisation_id}

    def reject(sql, field, reason="not_your_district"):
        run.reject(sql, field, reason, parameters)

    if run.kind.name == "compounds":
        can_be_placed(run)
        reject(ELSEWHERE, "geometry")
        reject(OF_ANOTHER.format(value="t.code", compound="t.target"), "code")
        return
    reject(OF_ANOTHER.format(value="t.compound_code", compound=NAMED), "compound_code")
    if run.kind.name == "buildings":
        reject(OF_ANOTHER.format(value="t.code", compound=OF_BUILDING), "code")
    else:
        reject(BY_ANOTHER, "recorded_by", "not_your_record")


# Before: of a row that is there. After: what the file leaves empty is kept.
NOT_OWN = """
    SELECT t.row, t.code FROM incoming t LEFT JOIN {table} m ON m.id = t.target
    WHERE NOT coalesce(%(organisation)s::text IN ({after}), false)
       OR (m.id IS NOT NULL AND NOT coalesce(%(organisation)s IN ({before}), false))
"""
TAKEN = """
    SELECT t.row, t.{kind} FROM incoming t JOIN {table} m ON m.id = t.target
    WHERE t.{kind} <> m.{kind}_id::text AND m.{kind}_id <> %(organisation)s
"""
# A right over what is not there is refused in the same words: whose codes exist is nobody else's matter.
RIGHTS = """
    SELECT t.row, coalesce(t.segment_code, t.node_code) FROM incoming t
    LEFT JOIN utilities_segment s ON s.code = t.segment_code
    LEFT JOIN utilities_node n ON n.code = t.node_code
    WHERE coalesce(t.segment_code, t.node_code) IS NOT NULL
      AND NOT coalesce(%(organisation)s IN ({segment}), false) AND NOT coalesce(%(organisation)s IN ({node}), false)
"""


def _of_a_utility(run):
    """Assets that are its own before and after; of others' rights over them it changes none."""
    parameters = {"organisation": run.organisation_id}
    if run.kind.name == "rights":
        held = {"segment": _holders("s"), "node": _holders("n")}
        run.reject(RIGHTS.format(**held), "segment_code", "not_your_network", parameters)
        return
    table, fields = run.kind.table, {field.name for field in run.kind.fields}
    named = [kind.value for kind in OWNING_KINDS if kind.value in fields]
    after = ", ".join(f"coalesce(t.{kind}, m.{kind}_id::text)" for kind in named)
    not_own = NOT_OWN.format(table=table, after=f"{after}, m.steward_id::text", before=_holders("m"))
    run.reject(not_own, "owner", "not_your_network", parameters)
    for kind in named:
        run.reject(TAKEN.format(kind=kind, table=table), kind, "not_your_right", parameters)


def _holders(stored):
    return ", ".join(f"{stored}.{kind.value}_id" for kind in OWNING_KINDS)
