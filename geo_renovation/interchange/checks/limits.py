"""What the checks measure against, each with its reason or source."""
from geo_renovation.utilities.choices import NetworkClass, Placement

# Slack between two compounds that domain.md §5 allows; buildings and communities are held to the same.
OVERLAP_M2 = 1.0
# Overlaps named of one row; the same outline copied 50,000 times must not be compared with each copy.
OVERLAPS_NAMED = 10
# Vertices of one outline times those of the other: two combs laid crosswise cross that often, and PostgreSQL
# stops for nobody while it computes one overlap. 1,000 × 1,000 take it 7 s at worst (measured).
CROSSINGS = 1_000_000

# Narrower on average (twice the area over the perimeter), or smaller: a relic of drawing. One staircase of
# flats stands on some 150 m² and is 10 m deep; the smallest porch on 2 m².
SLIVERS = {"compounds": (1.0, 10.0), "communities": (1.0, 10.0), "buildings": (0.5, 2.0)}  # width m, area m²

# A strip or gap narrower than this on paper is none on the ground: the accuracy of a 1:2000 map is 1 m.
STRIP_M = 1.0
# Nearer than this two points are one: survey tables give millimetres, accuracy of a marked point is 5 cm.
SAME_PLACE_M = 0.01
# Communities of a district leave more ground than this uncovered: one may be missing.
UNCOVERED_M2 = 10_000.0
# Below this share of the district they are not meant to cover it.
COVERED_SHARE = 0.5
# Shapes of one district whose gaps are looked for in memory: some seconds.
COVERAGE_VERTICES = 500_000

# Share of a building's ground outside its compound. Half: it is another compound's. A twentieth: eaves and
# balconies drawn over the wall are less.
OUTSIDE_SHARE, PARTLY_OUTSIDE_SHARE = 0.5, 0.05

# forms.md §7: 102–135 m² a household and 23–36 households a building; far beyond lies a wrong unit.
FLOOR_AREA_PER_HOUSEHOLD_M2 = (15, 500)
# Flats on one storey of one staircase: two or three, up to a dozen in a dormitory.
HOUSEHOLDS_PER_STAIRCASE = 12

# Depth of the top in metres. Jacked and trunk sewers reach 15 m, hardly any pressure pipe or cable 10 m; above
# ground by more than a pole's height is a wrong sign or an elevation.
DEEPEST_M = {
    NetworkClass.RAIN: 20, NetworkClass.SEWAGE: 20, NetworkClass.COMBINED: 20, NetworkClass.WATER: 12,
    NetworkClass.GAS: 12, NetworkClass.HEAT: 12,
}
DEEPEST_OTHER_M, HIGHEST_M = 15, -15
# forms.md §5, least cover beside the carriageway: gas by rule, the others from memory, hence a warning only.
COVER_M = {
    NetworkClass.GAS: 0.6, NetworkClass.WATER: 0.6, NetworkClass.RAIN: 0.6, NetworkClass.SEWAGE: 0.6,
    NetworkClass.COMBINED: 0.6, NetworkClass.HEAT: 0.7, NetworkClass.TELECOM: 0.6,
}
COVERED = (Placement.BURIED, Placement.IN_PIPE, Placement.DUCT_BLOCK, Placement.JACKED)

# Smallest and largest diameter in mm that is made: hoses of house connections to trunk culverts.
POSSIBLE_MM = {
    NetworkClass.WATER: (10, 3000), NetworkClass.RAIN: (50, 8000), NetworkClass.SEWAGE: (50, 5000),
    NetworkClass.COMBINED: (50, 8000), NetworkClass.GAS: (10, 1600), NetworkClass.HEAT: (10, 2000),
}
POSSIBLE_OTHER_MM = (1, 8000)
# forms.md §5 has the sizes inside a compound (water 50–300, gas 63–160, secondary heat 50–250, rain 300–600,
# sewage 200–400); the upper ends here are those of a county town's mains, or every main would be warned of.
USUAL_MM = {
    NetworkClass.WATER: (50, 800), NetworkClass.GAS: (63, 400), NetworkClass.HEAT: (50, 800),
    NetworkClass.RAIN: (300, 2000), NetworkClass.SEWAGE: (200, 1200), NetworkClass.COMBINED: (200, 2000),
}
# One fitting reduces a pipe by two or three sizes; a jump beyond that is rather a wrong unit.
REDUCED = 3
