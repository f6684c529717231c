"""The part of a map filter that shows exactly the compounds of one figure."""

from django.http import QueryDict

from geo_renovation.compounds.choices import Stage

NOTHING, NONE = "-", "none"
STARTED = (Stage.BUILDING, Stage.ACCEPTED, Stage.HANDED_OVER)
RENOVATED = (Stage.ACCEPTED, Stage.HANDED_OVER)
NOT_RENOVATED = (NONE, *(stage for stage in Stage if stage not in RENOVATED))


def narrowed(query: str, *, date=None, **lists) -> str:
    """`query` narrowed further: each list of codes intersected with what it holds already."""
    asked = QueryDict(query, mutable=True)
    for name, codes in lists.items():
        asked[name] = _both(asked.get(name, ""), [str(code) for code in codes])
    if date is not None:
        asked["date"] = date.isoformat()
    return asked.urlencode(safe="/:,")


def _both(held: str, codes: list[str]) -> str:
    if held:
        codes = [code for code in codes if code in held.split(",")]
    return ",".join(codes) or NOTHING
