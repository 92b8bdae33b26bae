"""What else can be done with an entry: rooms above this one put their actions into its menu."""

from collections.abc import Callable
from dataclasses import dataclass

from history.models import Entry


@dataclass(frozen=True)
class Action:
    label: str
    icon: str
    url: Callable[[Entry], str]  # a page to go to
    applies: Callable[[Entry], bool] = lambda entry: True


_actions: list[Action] = []


def add_action(action: Action) -> None:
    if action.label not in {known.label for known in _actions}:
        _actions.append(action)


def actions_of(entry: Entry) -> list[Action]:
    return [action for action in _actions if action.applies(entry)]
