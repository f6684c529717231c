"""The sample county: the same bytes on every run, small, plausible, and nothing in it breaks a rule."""

import hashlib
import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count

from geo_renovation.compounds.choices import Criterion, Stage
from geo_renovation.compounds.models import Adjacency, Compound, StageEvent
from geo_renovation.districts.models import Community, County, District
from geo_renovation.interchange.actions import import_layer
from geo_renovation.planning.models import AnnualPlan
from geo_renovation.utilities.choices import NetworkClass
from geo_renovation.utilities.models import DisclosureArea, Node, Segment

from .profiles import ABSENT, REAL

# Marked so that they run before the tests that empty the database, the plan's organisations included.
pytestmark = pytest.mark.django_db

FOLDER = settings.BASE_DIR / "data" / "shapefiles" / "gaotang_sample"
MADE = [path for path in sorted(FOLDER.iterdir()) if path.name != "SOURCE.md"]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The committed files, loaded once through the importer, and taken out again."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_sample_county", verbosity=0)
        yield
        transaction.set_rollback(True)


def digest(folder):
    return {p.name: hashlib.sha256((folder / p.name).read_bytes()).hexdigest() for p in MADE}


def test_the_default_seed_draws_the_committed_files_byte_for_byte(tmp_path):
    call_command("make_sample_county", folder=tmp_path, stdout=StringIO())
    assert digest(tmp_path) == digest(FOLDER)
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in MADE}


def test_another_seed_draws_another_county(tmp_path):
    call_command("make_sample_county", seed=7, folder=tmp_path, stdout=StringIO())
    assert digest(tmp_path)["compounds.shp"] != digest(FOLDER)["compounds.shp"]


def test_all_files_stay_under_8_megabytes():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 8_000_000


def test_some_files_are_gbk_without_cpg_and_with_short_chinese_headings():
    sheets = json.loads((FOLDER / "load.json").read_text())
    chinese = [s for s in sheets if s["file"].endswith(".shp") and not (FOLDER / s["file"]).with_suffix(".cpg").exists()]
    assert {s["kind"] for s in chinese} >= {"compounds", "buildings", "roads"}
    assert all(len(heading) <= 3 for s in chinese for heading in s["map"].values())


def test_it_is_marked_as_a_demonstration(loaded):
    assert County.objects.get().is_demonstration


def test_streets_and_communities_carry_their_real_codes(loaded):
    names = dict(District.objects.values_list("code", "name"))
    assert names["371526002"].startswith("汇鑫")
    assert names["371526003"].startswith("人和")
    kinds = dict(Community.objects.values_list("kind").annotate(Count("pk")))
    assert kinds == {"urban": 17, "village": 14}


def test_every_reason_to_be_out_of_scope_occurs_and_some_are_not_yet_judged(loaded):
    for criterion in Criterion:
        out = criterion in ("demolition", "shantytown", "bungalow_yard")
        assert Compound.objects.filter(eligibility="ineligible", **{criterion: out}).exists(), criterion
    assert Compound.objects.filter(eligibility="ineligible", is_in_town=False).exists()
    assert Compound.objects.filter(eligibility="ineligible", year_built__gt=2005).exists()
    assert Compound.objects.filter(eligibility="unjudged").exists()
    assert Compound.objects.filter(eligibility="eligible").count() > 100


def test_some_years_are_known_by_the_buildings_only(loaded):
    assert Compound.objects.filter(completion_year=None, year_built__isnull=False).exists()


def test_every_stage_occurs_with_late_corrected_and_unknown_dates(loaded):
    assert set(Compound.objects.values_list("stage", flat=True)) == {"", *Stage.values}
    assert StageEvent.objects.filter(corrects__isnull=False).exists()
    assert StageEvent.objects.filter(effective_to=None).exclude(unknown_reason="").exists()
    assert any((e.recorded_at.date() - e.effective_to).days > 60 for e in StageEvent.objects.exclude(effective_to=None))


def test_only_eligible_compounds_went_beyond_reporting(loaded):
    beyond = Compound.objects.exclude(stage__in=["", "surveyed", "reported"])
    assert not beyond.exclude(eligibility="eligible").exists()


def test_adopted_plans_open_disclosure_areas(loaded):
    assert AnnualPlan.objects.filter(status="adopted").count() >= 3
    assert DisclosureArea.objects.exists()


def test_there_are_groups_to_bundle(loaded):
    assert Adjacency.objects.free().filter(low__eligibility="eligible", high__eligibility="eligible").count() > 50


def test_networks_are_of_county_size_and_of_every_class_with_right_holders(loaded):
    assert 18_000 <= Segment.objects.count() <= 26_000
    found = set(Segment.objects.values_list("network_class", flat=True))
    assert found >= {"JS", "YS", "WS", "RQ", "RL", "DL", "TX", "LD"} <= set(NetworkClass.values)
    assert Segment.objects.filter(owner=None, rights__unknown_reason="not_on_record").exists()
    owners = set(Segment.objects.exclude(owner=None).values_list("owner__code", flat=True))
    assert owners >= {"water", "power", "heat", "gas-tianma", "gas-jinshi", "gas-kunlun", "mobile", "telecom"}
    assert set(Node.objects.values_list("kind", flat=True)) >= {"source", "valve", "manhole", "entry_point", "pole"}


def test_a_second_load_changes_nothing(loaded):
    call_command("load_sample_county", verbosity=0)
    assert Compound.objects.count() == 240


@pytest.mark.parametrize("kind", ["districts", "communities", "roads", "compounds", "buildings", "segments", "nodes"])
def test_its_own_files_sent_again_would_change_nothing(loaded, kind):
    for sheet in json.loads((FOLDER / "load.json").read_text()):
        if sheet["kind"] == kind:
            again = {"mode": "update", "dry_run": True, "mapping": sheet.get("map"), "constants": sheet.get("set")}
            report = import_layer(FOLDER / sheet["file"], kind, crs=sheet.get("crs"), **again)
            assert (report.changed, report.added, report.rejected_rows) == (0, 0, [])
            assert report.unchanged == report.read > 0


@pytest.mark.skipif(not REAL.exists(), reason=ABSENT)
def test_the_real_list_of_communities_agrees_with_the_three_streets_and_has_no_shapes_for_the_others(loaded):
    told = {"mode": "update", "dry_run": True}
    report = import_layer(REAL / "gaotang_divisions_2021.csv", "communities", **told)
    assert (report.read, report.unchanged, report.changed) == (176, 31, 0)
    assert {row["reason"] for row in report.rejected} == {"geometry_missing"}
    assert len(report.rejected) == 145
