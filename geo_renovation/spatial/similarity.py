"""The similarity (four-parameter Helmert transformation) that fits one plane grid to another."""
from dataclasses import dataclass

import numpy as np

LEAST_POINTS = 3
# Width over length of the points' cloud below which a line could as well have been meant.
STRAIGHT = 0.05
# As a share of the largest coordinate: closer points are the same point in double precision.
SAME = 1e-9


class UnableToFit(ValueError):
    """No similarity can be found; `reason` is too_few, same_point or mirrored."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Similarity:
    """A plane turned, scaled and moved: `to + factor · (z - origin)` over complex z = x + i y.

    Attributes
    ----------
    origin, to : complex
        Centres of the points given, in either grid; kept apart so that no digits are lost.
    factor : complex
        Scale and rotation.
    residuals : ndarray
        Distance of each point given from where the similarity puts it, in units of the target.
    rms : float
        Root mean square of the residuals.
    width : float
        Width over length of the points' cloud, 0 for a straight line.
    reach : float
        Distance of the farthest point given from `origin`, in units of the source.
    """

    origin: complex
    to: complex
    factor: complex
    residuals: np.ndarray
    rms: float
    width: float
    reach: float

    @property
    def scale(self):
        """Units of the target to one of the source."""
        return float(abs(self.factor))

    @property
    def rotation_deg(self):
        """Counter-clockwise, −180 to 180."""
        return float(np.degrees(np.angle(self.factor)))

    @property
    def is_straight(self):
        """Whether the points given lie nearly on a line: their residuals say little."""
        return self.width < STRAIGHT

    def transform(self, x, y):
        """x and y in the target's grid."""
        moved = self.to + self.factor * (np.asarray(x) + 1j * np.asarray(y) - self.origin)
        return moved.real, moved.imag

    def beyond(self, x, y):
        """How many times farther than the farthest point given the farthest of x, y lies from the centre."""
        return float(np.max(np.abs(np.asarray(x) + 1j * np.asarray(y) - self.origin)) / self.reach)


def fit(source, target):
    """The similarity of least squares that takes `source` to `target`.

    Parameters
    ----------
    source, target : array_like of shape (n, 2)
        The same n ≥ 3 points in two plane grids.

    Returns
    -------
    Similarity

    Raises
    ------
    UnableToFit
        Fewer than three different points; or a mirrored grid, most often one whose axes are swapped.

    Notes
    -----
    With coordinates as complex numbers about their centres the parameters are one quotient,
    ``sum(conj(z) w) / sum(|z|²)``; a mirrored grid shows in ``sum(z w)`` being the larger one.

    Examples
    --------
    >>> turned = fit([(0, 0), (2, 0), (0, 1)], [(10, 10), (10, 12), (9, 10)])
    >>> round(turned.scale, 9), round(turned.rotation_deg, 9), float(turned.rms) < 1e-12
    (1.0, 90.0, True)
    """
    z, w = (np.asarray(points, dtype=float) @ np.array([1, 1j]) for points in (source, target))
    if len(z) < LEAST_POINTS:
        raise UnableToFit("too_few")
    if min(_different(z), _different(w)) < LEAST_POINTS:
        raise UnableToFit("same_point")
    origin, to = z.mean(), w.mean()
    z, w = z - origin, w - to
    upright, mirrored = (np.conj(z) * w).sum(), (z * w).sum()
    width = _width(z)
    if abs(mirrored) > abs(upright) and width >= STRAIGHT:
        raise UnableToFit("mirrored")
    factor = upright / (np.abs(z) ** 2).sum()
    residuals = np.abs(w - factor * z)
    rms = float(np.sqrt((residuals**2).mean()))
    return Similarity(origin, to, factor, residuals, rms, width, float(np.abs(z).max()))


def _different(points):
    """How many points there are when the same ones are counted once."""
    near = SAME * max(1.0, np.abs(points).max())
    return sum(np.abs(points[:k] - point).min(initial=np.inf) > near for k, point in enumerate(points))


def _width(z):
    """Smaller over larger singular value of points about their centre."""
    large, small = np.linalg.svd(np.column_stack((z.real, z.imag)), compute_uv=False)
    return float(small / large)
