"""Several lines as the map lists them, and the form by which they are changed alike."""
from geo_renovation.spatial import drawn
from geo_renovation.utilities.actions import SEGMENT
from geo_renovation.utilities.several import ATTRIBUTES

from .forms import LineAttributesForm, declared


def listed(rows, user) -> dict:
    """The lines with their states, and the fields that may be set."""
    form = LineAttributesForm(user=user)
    return {
        "lines": [one(row) for row in rows],
        "fields": declared(form),
    }


def one(row) -> dict:
    return {
        "key": str(row.pk),
        "code": row.code,
        "class_label": row.get_network_class_display(),
        "state": SEGMENT.state(row),
        "length_m": round(row.route.length, 1),
        "geometry": drawn.geojson(row.route),
        "values": {name: getattr(row, name) for name in ATTRIBUTES},
    }

