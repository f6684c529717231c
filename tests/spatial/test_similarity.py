"""Control points: scale, rotation and two shifts by least squares, and what they cannot say."""

import numpy as np
import pytest

from geo_renovation.spatial.similarity import UnableToFit, fit

# A local grid: corners of a square kilometre and its middle.
LOCAL = np.array([(1000, 2000), (2000, 2000), (2000, 3000), (1000, 3000), (1500, 2500)], dtype=float)
CENTRE = np.array([430_800, 4_081_200])


def turned(points, degrees=0.0, scale=1.0, to=CENTRE):
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return points @ np.array([[cosine, sine], [-sine, cosine]]) * scale + to


def test_scale_rotation_and_shifts_are_found():
    found = fit(LOCAL, turned(LOCAL, 12.5, 1.0003))
    assert (found.scale, found.rotation_deg) == (pytest.approx(1.0003, abs=1e-9), pytest.approx(12.5, abs=1e-7))
    assert found.rms < 1e-6
    x, y = found.transform([0, 5000], [0, 100])
    assert np.allclose(np.column_stack((x, y)), turned(np.array([(0, 0), (5000, 100)]), 12.5, 1.0003), atol=1e-5)


def test_the_residual_of_every_point_is_told():
    target = turned(LOCAL, -30)
    target[4] += (0.5, 0)
    found = fit(LOCAL, target)
    # The middle point pulls the whole by a fifth: 0.4 m stay with it, 0.1 m go to each corner.
    assert found.residuals == pytest.approx([0.1, 0.1, 0.1, 0.1, 0.4], abs=1e-6)
    assert found.rms == pytest.approx(np.sqrt((4 * 0.1**2 + 0.4**2) / 5), abs=1e-6)


def test_it_is_the_least_of_all_squares():
    target = turned(LOCAL, 3) + np.random.default_rng(5).normal(0, 0.2, LOCAL.shape)
    found = fit(LOCAL, target)
    design = np.vstack([[(x, -y, 1, 0), (y, x, 0, 1)] for x, y in LOCAL])
    solved, residues, _, _ = np.linalg.lstsq(design, target.ravel(), rcond=None)
    assert complex(*solved[:2]) == pytest.approx(found.factor, abs=1e-9)
    assert (found.residuals**2).sum() == pytest.approx(residues[0])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (LOCAL[:2], "too_few"),
        (LOCAL[[0, 0, 0]], "same_point"),
        (LOCAL[[0, 1, 1]], "same_point"),
    ],
)
def test_too_few_points_are_refused(source, reason):
    with pytest.raises(UnableToFit) as error:
        fit(source, turned(source, 5))
    assert error.value.reason == reason


def test_points_set_on_the_same_spot_of_the_map_are_refused():
    with pytest.raises(UnableToFit, match="same_point"):
        fit(LOCAL[:3], [CENTRE, CENTRE, CENTRE + 100])


def test_a_mirrored_grid_is_refused():
    for mirrored in (LOCAL[:, ::-1], LOCAL * (-1, 1)):
        with pytest.raises(UnableToFit, match="mirrored"):
            fit(mirrored, turned(LOCAL, 40))


def test_points_nearly_on_a_line_are_told():
    line = np.array([(0, 0), (500, 1), (1000, 0)], dtype=float)
    assert fit(line, turned(line, 20)).is_straight
    assert not fit(LOCAL, turned(LOCAL)).is_straight


def test_reaching_beyond_the_points_is_measured_from_their_middle():
    found = fit(LOCAL, turned(LOCAL))
    assert found.beyond(LOCAL[:, 0], LOCAL[:, 1]) == pytest.approx(1)
    assert found.beyond([1500], [2500 + 5 * np.hypot(500, 500)]) == pytest.approx(5)
