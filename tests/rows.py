"""The rows that the table of addresses speaks of, where no pytest makes them: in a running site."""

import json
from inspect import signature
from typing import Any

from tests import addresses, test_every_address


def addresses_with_rows(owner: Any) -> dict[str, str]:
    """Of every page about a row, the address with that row's id."""
    made: dict[str, Any] = {"alice": owner}
    found = {}
    for name, fixture in sorted(addresses.OBJECTS.items()):
        row = _made(fixture, made)
        found[name] = addresses.address(
            name,
            pk=getattr(row, "conversation_id", row.pk),
            id=row.pk,
            profile_pk=getattr(row, "profile_id", row.pk),
            turn_id=row.pk,
        )
    return found


def as_json(owner: Any) -> str:
    return json.dumps(addresses_with_rows(owner))


def _made(fixture: str, made: dict[str, Any]) -> Any:
    """Once, and before it what it is made of."""
    if fixture not in made:
        # pytest has no public way to a fixture's function; a table of our own would be a second one.
        function = getattr(test_every_address, fixture)._get_wrapped_function()
        made[fixture] = function(*(_made(needed, made) for needed in signature(function).parameters))
    return made[fixture]
