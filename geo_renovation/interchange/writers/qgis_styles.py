"""Styles that QGIS finds in a GeoPackage by itself: the colours of the map, and labels close up. Constants only."""
from xml.sax.saxutils import quoteattr

from geo_renovation.maps.print.looks import DASHES, HUES, LINE
from geo_renovation.utilities.choices import NetworkClass

# Labels and nodes from this scale on.
CLOSE_UP = 1000
LABEL = "concat(\"network_class\", ' ', 'DN' || \"diameter_mm\", ' ', \"material\", ' ', \"depth_m\" || ' m')"


def styles() -> list[dict]:
    """One for each layer of the networks."""
    return [
        {"layer": "lines", "name": "CJJ 61", "qml": _qml("line", _line_symbol, LABEL)},
        {"layer": "nodes", "name": "CJJ 61", "qml": _qml("marker", _node_symbol, '"kind_label"')},
    ]


def _qml(kind, symbol, label) -> str:
    classes = list(HUES)
    categories = "".join(
        f'<category render="true" symbol="{n}" value={quoteattr(c.value)} label={quoteattr(f"{c.label} {c.value}")}/>'
        for n, c in enumerate(classes)
    )
    symbols = "".join(
        f'<symbol type="{kind}" name="{n}" alpha="1" clip_to_extent="1" force_rhr="0">{symbol(c)}</symbol>'
        for n, c in enumerate(classes)
    )
    return (
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">'
        '<qgis version="3.22.0" styleCategories="Symbology|Labeling" labelsEnabled="1">'
        '<renderer-v2 type="categorizedSymbol" attr="network_class" symbollevels="0" enableorderby="0" forceraster="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>{_labels(label)}</qgis>"
    )


def _line_symbol(network_class) -> str:
    dash = DASHES.get(network_class, "")
    return _layer("SimpleLine", {
        "line_color": _rgba(network_class), "line_width": str(2 * LINE), "line_width_unit": "MM", "capstyle": "round",
        "joinstyle": "round", "line_style": "solid", "use_custom_dash": "1" if dash else "0",
        "customdash": ";".join(dash.split()) or "5;2", "customdash_unit": "MM",
    })  # fmt: skip


def _node_symbol(network_class: NetworkClass) -> str:
    return _layer("SimpleMarker", {
        "name": "circle", "color": "255,255,255,255", "outline_color": _rgba(network_class), "outline_width": "0.5",
        "outline_width_unit": "MM", "size": "2", "size_unit": "MM",
    })  # fmt: skip


def _layer(name, properties) -> str:
    """Both spellings: QGIS before 3.26 reads `prop`, later ones `Option`."""
    options = "".join(f"<Option type=\"QString\" name={quoteattr(k)} value={quoteattr(v)}/>" for k, v in properties.items())
    props = "".join(f"<prop k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in properties.items())
    return f'<layer class="{name}" enabled="1" locked="0" pass="0"><Option type="Map">{options}</Option>{props}</layer>'


def _labels(expression) -> str:
    text = '<text-style fontFamily="Noto Sans CJK SC" fontSize="7" fontSizeUnit="Point" textColor="23,33,43,255"'
    buffer = '<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255"/>'
    return (
        f'<labeling type="simple"><settings>{text} isExpression="1" fieldName={quoteattr(expression)}>{buffer}</text-style>'
        '<placement placement="2" placementFlags="10" dist="0.5" distUnits="MM"/>'
        f'<rendering scaleVisibility="1" scaleMin="0" scaleMax="{CLOSE_UP}" drawLabels="1"/></settings></labeling>'
    )


def _rgba(network_class) -> str:
    hue = HUES[network_class]
    return ",".join(str(int(hue[n : n + 2], 16)) for n in (1, 3, 5)) + ",255"
