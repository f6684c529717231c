"""Points of a network: two on one spot, points that belong to no line."""
from . import rules
from .limits import SAME_PLACE_M
from .lines import CELL, DEPTH, known

# Many points on one spot, as some drawings have them, are looked up once.
ON_SPOT = f"""
    SELECT row, code AS value, ST_X(p) AS x, ST_Y(p) AS y, code, other FROM (
        SELECT row, code, shape AS p, first_value(code) OVER spot AS other
        FROM incoming
        WINDOW spot AS (PARTITION BY network_class, {CELL.replace("(p)", "(shape)")} ORDER BY row)
    ) t WHERE other <> code
    UNION ALL
    SELECT t.row, t.code, ST_X(t.shape), ST_Y(t.shape), t.code, o.code
    FROM (SELECT DISTINCT t.network_class, t.shape FROM {{rows}}) s
    CROSS JOIN LATERAL (
        SELECT m.code FROM utilities_node m
        WHERE ST_DWithin(m.position, s.shape, {SAME_PLACE_M}) AND m.network_class = s.network_class
          AND {{staying}} AND {{known}} ORDER BY m.code LIMIT 1) o
    JOIN {{rows}} ON t.network_class = s.network_class AND t.shape = s.shape
    ORDER BY 1
"""
# OFFSET 0: else PostgreSQL joins all points of a class with all its lines instead of asking the index on shapes.
LONELY = f"""
    SELECT t.row, t.code AS value, ST_X(t.shape) AS x, ST_Y(t.shape) AS y FROM {{rows}}
    WHERE t.network_class IN (SELECT DISTINCT network_class FROM utilities_segment)
      AND NOT EXISTS (SELECT 1 FROM utilities_segment s WHERE s.ended_on IS NULL AND {{known}}
        AND s.network_class = t.network_class AND ST_DWithin(s.route, t.shape, {SAME_PLACE_M})
        OFFSET 0)
    ORDER BY t.row
"""


def nodes_are_possible(run):
    """Depth of a point."""
    rules.keep(run, [DEPTH])


def nodes_differ(run):
    """Two points of one class on one spot are told: a pump's inlet and outlet may be, a point sent twice may not."""
    told = {"rows": run.resulting(), "staying": run.staying("m"), "known": known(run, "m")}
    run.warn(ON_SPOT.format(**told), "geometry", "node_on_node")


def nodes_are_touched(run):
    """A point that no line of its class touches is told, once there are lines of its class."""
    run.warn(LONELY.format(rows=run.resulting(), known=known(run, "s")), "geometry", "lonely_node")
