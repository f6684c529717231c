"""A delivery as its page shows it: labels of files, layers with the kinds they may be, and where they lie."""
import re
from unicodedata import normalize

from django.utils.translation import gettext as _

from .archive import INVISIBLE
from .headings import guesses
from .kinds import KINDS
from .messages import mend, message
from .placing import county_outline, preview

LONGEST_PART = 100
LONGEST_LABEL = 200
# Which shapes a kind takes; a drawing holds all of them, a table may hold coordinates.
TAKEN = {
    "polygon": {"polygon"},
    "line": {"line"},
    "multiline": {"line"},
    "point": {"point"},
    "line_or_polygon": {"line", "polygon"},
}


def labels_of(files, paths):
    """The senders' names of the files, relative to the folder they sent, made harmless and unlike one another."""
    paths = paths if len(paths) == len(files) else [""] * len(files)
    labels, taken = [], set()
    for file, path in zip(files, paths, strict=True):
        label = tidy(path) or tidy(file.name) or "file"
        number = 2
        while label.casefold() in taken:
            label, number = numbered(label, number), number + 1
        taken.add(label.casefold())
        labels.append(label)
    return labels


def tidy(path):
    """A relative path without anything that climbs, hides or breaks a line."""
    parts = [INVISIBLE.sub("", part).strip() for part in normalize("NFC", path).replace("\\", "/").split("/")]
    parts = [shortened(part.replace(":", "_")) for part in parts if part not in ("", ".", "..")]
    while len("/".join(parts)) > LONGEST_LABEL:
        parts.pop(0)
    return "/".join(parts)


def shortened(part):
    """At most LONGEST_PART characters, the suffix kept."""
    if len(part) <= LONGEST_PART:
        return part
    stem, dot, suffix = part.rpartition(".")
    if not dot or len(suffix) > 10:
        return part[:LONGEST_PART]
    return f"{stem[: LONGEST_PART - len(suffix) - 1]}.{suffix}"


def numbered(label, number):
    folder, slash, name = label.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    plain = re.sub(r" \(\d+\)$", "", stem if dot else name)
    return f"{folder}{slash}{plain} ({number}){dot}{suffix if dot else ''}"


def sentence_and_mend(refused):
    """What {"reason", "details"} says and what to do about it; two empty words where nothing is refused."""
    if not refused:
        return "", ""
    return message(refused["reason"], **refused.get("details", {})), mend(refused["reason"])


def layers_shown(delivery, kinds, runs):
    """The layers found, each with the kinds the visitor may take it for and what was begun already."""
    return [layer_shown(layer, kinds, [r for r in runs if r.layer == layer["name"]]) for layer in layers_of(delivery)]


def layers_of(delivery):
    return delivery.found.get("layers", [])


def layer_shown(layer, kinds, runs=()):
    refused, to_mend = sentence_and_mend(layer.get("refused"))
    fitting = [name for name in kinds if takes(KINDS[name], layer.get("geometry"))]
    return layer | {
        "title": layer["name"].rpartition("/")[2] or layer["name"],
        "geometry_label": geometry_label(layer.get("geometry")),
        "warnings": [warned(warning, layer) for warning in layer.get("warnings", [])],
        "refused": refused,
        "refused_mend": to_mend,
        "kinds": [(name, KINDS[name].label) for name in fitting],
        "likely": likely(layer, fitting),
        "runs": list(runs),
    }


def takes(kind, geometry):
    """Whether a layer of such shapes can be that kind; tables may carry coordinates, or only facts."""
    if kind.family is None:
        return geometry in (None, "none", "mixed")
    return geometry in (None, "none", "mixed") or geometry in TAKEN[kind.family]


def likely(layer, kinds):
    """The kind most of whose fields the headings surely name, with every needed one found; "" where none stands out."""
    header = {"headings": [heading["name"] for heading in layer.get("headings", [])], "cut_headings": []}
    scores = {}
    for name in kinds:
        guessed = guesses(KINDS[name], header)
        found = {field: guess.is_sure for field, guess in guessed.items() if guess.position is not None}
        wanting = [f.name for f in KINDS[name].fields if f.required and not f.made and f.name not in found]
        if not wanting and found:
            scores[name] = sum(found.values())
    best = [name for name, score in scores.items() if score == max(scores.values())]
    return best[0] if len(best) == 1 else ""


def warned(warning, layer):
    reason, details = (warning, {}) if isinstance(warning, str) else warning
    return message(reason, **{"encoding": layer.get("encoding"), "crs": layer.get("crs"), **details})


def geometry_label(geometry):
    return {
        "point": _("Points"),
        "line": _("Line shapes"),
        "polygon": _("Areas"),
        "mixed": _("Mixed shapes"),
        "none": _("Table without shapes"),
    }.get(geometry, "")


def layers_data(delivery):
    """Where each layer lies, drawn as far as its CRS is known."""
    drawn, outline = {}, county_outline()
    for layer in layers_of(delivery):
        if layer.get("bounds") and not layer.get("refused"):
            answer = preview(layer, {}, outline)
            drawn[layer["name"]] = {name: answer.get(name) for name in ("inside", "outside", "after", "likely", "county")}
    county = next((each.pop("county") for each in drawn.values()), None)
    return {"county": county, "layers": drawn} if drawn else None
