"""`deploy/grafana-dashboard.json` shows what there is, and nothing that there is not."""

import json
import re
from pathlib import Path

import pytest
from django.utils import timezone

from jobs.models import WorkerHeartbeat
from voicesite.metrics.registry import REGISTRY

PATH = Path(__file__).resolve().parents[2] / "deploy" / "grafana-dashboard.json"
BOARD = json.loads(PATH.read_text())
PANELS = [panel for panel in BOARD["panels"] if panel["type"] != "row"]
# As Prometheus calls the parts of one metric.
SUFFIXES = ("", "_total", "_bucket", "_sum", "_count")


@pytest.fixture
def metrics(db) -> set[str]:
    WorkerHeartbeat.objects.create(name="t:1", pid=1, seen_at=timezone.now(), started_at=timezone.now())
    return {family.name for family in REGISTRY.collect()}


def shown() -> set[str]:
    queries = [target["expr"] for panel in PANELS for target in panel["targets"]]
    return {name for query in queries for name in re.findall(r"\bvoicesite_\w+", query)}


def test_every_metric_that_it_shows_exists(metrics):
    known = {name + suffix for name in metrics for suffix in SUFFIXES}
    assert shown() - known == set()


def test_every_metric_that_there_is_has_a_panel(metrics):
    assert {name for name in metrics if not any(name + suffix in shown() for suffix in SUFFIXES)} == set()


def test_panels_have_places_of_their_own():
    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in BOARD["panels"]}
    assert len(places) == len(BOARD["panels"])
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])
