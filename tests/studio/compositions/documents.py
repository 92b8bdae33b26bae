"""Documents of compositions, as somebody sends them."""

from typing import Any
from uuid import UUID

CLIP = UUID("6f1c4c1e-0b8a-4b7e-9a55-2f0d6c1b7a10")


def document(*tracks: Any, master: Any = None) -> dict[str, Any]:
    return {"tracks": list(tracks), "master": master or {}}


def track(track_id: Any, *regions: Any, **fields: Any) -> dict[str, Any]:
    return {"id": track_id, "regions": list(regions), **fields}


def region(region_id: str, clip: Any = CLIP, **fields: Any) -> dict[str, Any]:
    clip_id = str(getattr(clip, "pk", clip))
    return {"id": region_id, "source": {"kind": "upload", "id": clip_id}, "clip_id": clip_id, **fields}
