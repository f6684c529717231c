"""Names that find room on the sheet."""

import random

from geo_renovation.maps.print.labels import Label, along_road, placed

FRAME = (200, 150)


def overlaps(found):
    boxes = [label.box for label in found]
    return [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def test_no_two_names_meet_and_none_leaves_the_frame():
    chance = random.Random(7)
    labels = [
        Label("光明家属院", chance.uniform(0, 200), chance.uniform(0, 150), 2.4, chance.random(), chance.uniform(-90, 90))
        for _ in range(800)
    ]
    found = placed(labels, FRAME)
    assert 50 < len(found) < 800
    assert overlaps(found) == []
    assert all(x0 >= 0 and y0 >= 0 and x1 <= 200 and y1 <= 150 for x0, y0, x1, y1 in (label.box for label in found))


def test_the_weightier_name_stays():
    small, large = Label("小", 50, 50, 2.4, 1), Label("大", 51, 50, 2.4, 2)
    assert placed([small, large], FRAME) == [large]


def test_a_road_is_named_once_along_its_longest_stretch_and_readable():
    road = along_road("人民路", "M 10 10 L 12 10 52 50 50 52 M 60 60 L 61 60", 24)
    assert (road.x, road.y, road.angle) == (32, 30, 45)
    backwards = along_road("人民路", "M 52 50 L 12 10", 24)
    assert backwards.angle == 45
    assert len(placed([road, backwards, along_road("人民路", "M 100 100 L 150 100", 24)], FRAME)) == 1


def test_a_name_longer_than_its_road_is_left_out():
    assert placed([along_road("很长很长的人民东路", "M 10 10 L 14 10", 24)], FRAME) == []
