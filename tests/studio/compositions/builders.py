"""Compositions with sounds in them."""

from typing import Any

from clips.models import Clip
from studio.compositions.services import create_composition
from studio.models import Composition
from tests.studio.compositions.documents import document, region, track


def make_composition(owner: Any, *clips: Clip, **fields: Any) -> Composition:
    """A track for each clip, t1, t2, …, with one region, r1, r2, …"""
    tracks = (track(f"t{n}", region(f"r{n}", clip)) for n, clip in enumerate(clips, start=1))
    return create_composition(owner=owner, timeline=document(*tracks), **{"name": "Intro", **fields})
