"""The brief: the figures of one filter and day on one A4 page."""

from dataclasses import dataclass

from django.utils import timezone

from ..pdf import html_to_pdf

# The drawing area of the burn-up on paper, in millimetres.
WIDTH, HEIGHT = 180, 38
MOST_LATE = 6


@dataclass(frozen=True)
class Line:
    """A broken line in SVG's words."""

    name: str
    points: str


def brief(figures, user) -> bytes:
    whole = [line for line in figures["matrix"] if line["is_whole"]]
    context = {
        "figures": figures,
        "user": user,
        "made_at": timezone.localtime(),
        "districts": whole,
        "lines": lines(figures["burn_up"]["points"]),
        "years_marked": years_marked(figures["burn_up"]["points"]),
        "width": WIDTH,
        "height": HEIGHT,
        "late": figures["late"]["plan_year"]["rows"][:MOST_LATE] or figures["late"]["target"]["rows"][:MOST_LATE],
    }
    return html_to_pdf("progress/brief.html", context)


def top_of(points) -> float:
    """The highest value drawn; never 0."""
    return max([point[name] or 0 for point in points for name in ("started", "renovated", "needed")] + [1])


def lines(points) -> list[Line]:
    top, step = top_of(points), WIDTH / max(len(points) - 1, 1)
    return [
        Line(
            name,
            " ".join(
                f"{i * step:.2f},{HEIGHT - HEIGHT * point[name] / top:.2f}"
                for i, point in enumerate(points)
                if point[name] is not None
            ),
        )
        for name in ("needed", "started", "renovated")
    ]


def years_marked(points) -> list[dict]:
    """Where each year begins on the axis."""
    step, marks = WIDTH / max(len(points) - 1, 1), {}
    for i, point in enumerate(points):
        marks.setdefault(point["day"][:4], i * step)
    return [{"year": year, "x": round(x, 2)} for year, x in marks.items()]
