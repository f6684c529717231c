"""Marks on wrong lines: who may mark, who answers, once."""
import pytest
from django.db import transaction

from geo_renovation.accounts.drawing import OutsideCounty
from geo_renovation.accounts.models import Act
from geo_renovation.accounts.revising import NotYours
from geo_renovation.utilities import redlining
from geo_renovation.utilities.models import Redline
from tests.factories import CountyFactory, DisclosureAreaFactory, RedlineFactory, SegmentFactory, UserFactory
from tests.factories.drawings import line_json, request_number

pytestmark = pytest.mark.django_db
SEERS = ["planner", "street-yuqiuhu", "water", "power", "leader", "finance"]
BLIND = ["enforcement", "admin", "nobody"]


@pytest.fixture(autouse=True)
def _county(db):
    CountyFactory()


@pytest.fixture
def line():
    return SegmentFactory(owner="water", points=((0, 50), (90, 50)))


def marked(line, by, **more):
    told = {"kind": "position", "text": "在路北", "request": request_number()} | more
    return redlining.mark(segment=line.pk, by=by, **told)


def answered(mark, by, state="accepted", **more):
    return redlining.answer(redline=mark.pk, state=state, by=by, **({"request": request_number()} | more))


@pytest.mark.parametrize("role", [*SEERS, *BLIND])
def test_whoever_sees_a_line_marks_it_and_nobody_else_does(role, line):
    from tests.factories import DistrictFactory

    DistrictFactory(code="371526001")
    DisclosureAreaFactory()
    user = UserFactory(role=role)
    if role in BLIND:
        with pytest.raises(NotYours), transaction.atomic():
            marked(line, user)
        assert not Redline.objects.exists()
    else:
        made = marked(line, user, geometry=line_json(((0, 60), (90, 60))))
        assert (made.organisation, made.state, made.shape.length > 80) == (user.organisation, "open", True)
        assert Act.objects.get().verb == "marked"


def test_what_is_hidden_cannot_be_marked(line):
    with pytest.raises(NotYours):
        marked(line, UserFactory(role="power"))


def test_the_same_request_marks_once(line):
    water = UserFactory(role="water")
    number = request_number()
    assert marked(line, water, request=number) == marked(line, water, request=number)
    assert Redline.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        ({"kind": "spelling"}, redlining.KindMissing),
        ({"text": "  "}, redlining.TextMissing),
        ({"geometry": line_json(((90_000, 0), (91_000, 0)))}, OutsideCounty),
    ],
)
def test_a_mark_says_what_is_wrong_and_lies_in_the_county(line, sent, refusal):
    with pytest.raises(refusal):
        marked(line, UserFactory(role="water"), **sent)


def test_an_organisation_does_not_flood_a_line(line):
    water = UserFactory(role="water")
    RedlineFactory.create_batch(redlining.MOST_OPEN, segment=line, made_by=water)
    with pytest.raises(redlining.TooManyOpen), transaction.atomic():
        marked(line, UserFactory(role="water"))
    assert marked(line, UserFactory(role="planner"))


def test_the_owner_answers_and_the_centre_only_where_no_utility_holds_the_line(line):
    planner, water, power = (UserFactory(role=role) for role in ("planner", "water", "power"))
    owned, orphaned = marked(line, planner), marked(SegmentFactory(), planner)
    for mark, may, may_not in ((owned, water, (planner, power)), (orphaned, planner, (water, power))):
        for stranger in may_not:
            assert not Redline.objects.answerable_by(stranger).filter(pk=mark.pk).exists()
            with pytest.raises(NotYours), transaction.atomic():
                answered(mark, stranger)
        assert answered(mark, may).state == "accepted"
    assert [act.verb for act in Act.objects.filter(verb="accepted")] == ["accepted"] * 2


def test_a_mark_is_answered_once_and_declined_with_a_reason(line):
    mark, water = marked(line, UserFactory(role="planner")), UserFactory(role="water")
    with pytest.raises(redlining.ReasonMissing), transaction.atomic():
        answered(mark, water, "declined", reason=" ")
    number = request_number()
    for _ in range(2):
        assert answered(mark, water, "declined", reason="已复测", request=number).answer == "已复测"
    with pytest.raises(redlining.AnsweredAlready) as refused:
        answered(mark, UserFactory(role="water"))
    assert (refused.value.status, refused.value.redline.state) == (409, "declined")


def test_whose_people_marked_it_withdraw_it_while_it_is_open(line):
    leader, water = UserFactory(role="leader"), UserFactory(role="water")
    mark = marked(line, leader)
    with pytest.raises(NotYours), transaction.atomic():
        answered(mark, water, "withdrawn")
    assert answered(mark, UserFactory(role="leader"), "withdrawn").state == "withdrawn"
    with pytest.raises(redlining.AnsweredAlready):
        answered(mark, water)


@pytest.mark.parametrize(
    ("role", "readable"),
    [("planner", 2), ("water", 2), ("power", 1), ("leader", 1), ("finance", 0), ("enforcement", 0), ("nobody", 0)],
)
def test_marks_are_read_by_whose_line_it_is_by_the_centre_and_by_who_made_them(line, role, readable):
    DisclosureAreaFactory()
    marked(line, UserFactory(role="power"))
    marked(line, UserFactory(role="leader"))
    assert Redline.objects.visible_to(UserFactory(role=role)).count() == readable
