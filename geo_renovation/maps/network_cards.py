"""What the viewer may know of one line or point of a network; nothing that `visible_to` masks."""

from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Seen
from geo_renovation.spatial.functions import Extent4326, Metres
from geo_renovation.utilities.choices import Accuracy, Placement, Status
from geo_renovation.utilities.models import AssetRight, Node, Segment

from .cards import day, known, number, row
from .editing.redlines import open_marks
from .viewing import viewed

HOLDERS = ("owner", "manager", "operator", "steward")


def segment_card(user, pk) -> dict:
    """A pipe or cable; raises Segment.DoesNotExist where the user may not see it."""
    rows = Segment.objects.visible_to(user).select_related(*HOLDERS)
    rows = rows.annotate(metres=Metres("seen_route"), box=Extent4326("seen_route"), marks=open_marks(user))
    segment = rows.get(pk=pk)
    viewed(user, Seen.LINE_CARD, corners(segment.box))
    shown = [
        *common(segment),
        row(_("Length"), number(segment.metres, "m", 1)),
        *known((_("Indoor"), _("Yes") if segment.beyond_entry else None)),
        *detail_of_line(segment),
        *known_of_rights(user, segment=segment),
    ]
    told = card("segment", segment, segment.get_network_class_display(), shown)
    can_edit = Segment.objects.editable_by(user).filter(pk=pk).exists()
    can = {"edit": can_edit, "history": segment.seen_is_full, "mark": True}
    return told | {"can": can, "marks": segment.marks}


def node_card(user, pk) -> dict:
    """A valve, manhole, cabinet…; raises Node.DoesNotExist where the user may not see it."""
    rows = Node.objects.visible_to(user).select_related(*HOLDERS)
    node = rows.annotate(box=Extent4326("seen_position")).get(pk=pk)
    viewed(user, Seen.POINT_CARD, corners(node.box))
    title = f"{node.get_network_class_display()} · {node.get_kind_display()}"
    return card("node", node, title, [*common(node), *known_of_rights(user, node=node)])


def corners(box) -> list:
    """[[west, south], [east, north]] of a shape's box in degrees; none of nothing."""
    if box is None or box.empty:
        return []
    west, south, east, north = box.extent
    return [[west, south], [east, north]]


def card(kind, asset, title, rows) -> dict:
    return {
        "kind": kind,
        "id": asset.pk,
        "title": title,
        "subtitle": str(asset.owner or _("Owner not on record")),
        "rows": rows,
        "is_full": asset.seen_is_full,
        "note": "" if asset.seen_is_full else _("Only what is open to your organisation is shown."),
    }


def common(asset) -> list[dict]:
    """What segments and nodes have in common; the owner is open wherever the asset is seen."""
    held = [(asset._meta.get_field(name).verbose_name, getattr(asset, name)) for name in HOLDERS[1:]]
    return [
        *known((_("Code"), asset.seen_code), (_("Class"), asset.get_network_class_display())),
        row(_("Owner"), asset.owner or _("Not on record")),
        *known(*(held if asset.seen_is_full else ())),
        *known(
            (_("Depth"), number(asset.seen_depth_m, "m", 2)),
            (_("Laid in"), asset.seen_laid_year),
            (_("Pressure"), asset.seen_pressure),
            (_("Voltage"), asset.seen_voltage),
            (_("Capacity"), asset.seen_capacity),
        ),
    ]


def detail_of_line(segment) -> list[dict]:
    """The attributes that only lines have."""
    return known(
        (_("Sub-class"), segment.seen_sub_class),
        (_("Material"), segment.seen_material),
        (_("Diameter"), number(segment.seen_diameter_mm, "mm")),
        (_("Laying"), label(Placement, segment.seen_placement)),
        (_("Status"), label(Status, segment.seen_status)),
        (_("Accuracy"), label(Accuracy, segment.seen_accuracy)),
        (_("Surveyed on"), day(segment.seen_surveyed_on)),
        (_("Source"), segment.seen_source),
        (_("Precaution"), _("Required") if segment.seen_is_precaution else None),
    )


def label(choices, code):
    return None if code is None else choices(code).label


def known_of_rights(user, **asset) -> list[dict]:
    """The dated rights the user may read, each with the document it rests on."""
    rights = AssetRight.objects.visible_to(user).filter(**asset).select_related("organisation")
    return [
        row(
            f"{right.get_kind_display()} {day(right.valid.lower) or ''}–{day(right.valid.upper) or ''}",
            f"{right.organisation or right.get_unknown_reason_display()} · {right.basis}",
        )
        for right in rights.order_by("kind", "valid")
    ]
