"""Which ground lines cover without a gap."""
import numpy as np
import shapely

# Lines in neighbouring cells of this size belong to one ground.
CELL_M = 250


def pieces(shapes) -> list:
    """The convex hull of each contiguous piece of some lines, in the county's CRS."""
    points, cells = _cells(shapes)
    if not len(points):
        return []
    whole = shapely.convex_hull(shapely.multipoints(points))
    names, at = np.unique(cells, axis=0, return_inverse=True)
    of_piece = _joined([tuple(cell) for cell in names.tolist()])[at.ravel()]
    if of_piece.max() == 0:
        return [whole]
    return [shapely.convex_hull(shapely.multipoints(points[of_piece == n])) for n in range(of_piece.max() + 1)]


def _cells(shapes):
    """Points along the lines, none further from the next than a cell, and the cell of each."""
    there = np.asarray([shape for shape in shapes if shape is not None and not shape.is_empty], dtype=object)
    points = shapely.get_coordinates(shapely.segmentize(there, CELL_M)) if len(there) else np.empty((0, 2))
    return points, np.floor(points / CELL_M).astype(np.int64)


def _joined(cells) -> np.ndarray:
    """The number of the piece of each cell; cells that touch, at a corner too, are of one."""
    piece, number = {}, 0
    free = set(cells)
    for start in cells:
        if start not in free:
            continue
        free.discard(start)
        reached = [start]
        while reached:
            x, y = reached.pop()
            piece[x, y] = number
            around = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & free
            free -= around
            reached += around
        number += 1
    return np.array([piece[cell] for cell in cells])
