"""Run inside a site: a person with one of everything, and where their pages are."""

import json
from typing import Any

from accounts.models import User
from dictation.sharing.groups import create_group, share_list
from tests.addresses import OBJECTS, PAGES, address
from tests.dictation.builders import make_attempt, make_ready
from tests.rows import MAKERS, kwargs_of


def furnish(username: str, *, teacher: str) -> str:
    """As JSON: the address of each page, by its name. `teacher` has a group which anybody may join."""
    rows = _rows_of(User.objects.get(username=username))
    group = create_group(owner=User.objects.get(username=teacher), name="Morning class")
    word = {"word_id": rows["lexicon"].words.get().pk}
    found = {name: address(name) for name in PAGES - set(OBJECTS)}
    for name in PAGES & set(OBJECTS):
        found[name] = address(name, **kwargs_of(rows[OBJECTS[name]]), **word)
    found["lists:join"] += f"?code={group.code}"
    found["sending:add"] += f"?clip={rows['clip'].pk}"
    return json.dumps(found)


def _rows_of(owner: Any) -> dict[str, Any]:
    rows = {kind: make(owner) for kind, make in MAKERS.items() if kind != "profile"}
    make_ready(rows["item"])
    make_attempt(owner, rows["item"], percentage=80)
    share_list(group=rows["group"], item_list=rows["item_list"])
    return rows | {"profile": rows["sample"].profile}
