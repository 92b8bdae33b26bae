"""SQLite: an FTS5 index beside the table, kept by triggers, so that no way of writing passes it by."""

from typing import Any

from django.db.models import QuerySet

from history.models import Entry
from history.search.words import Term

INDEX = "history_search"
COLUMNS = ("owner_id", "title", "text", "note")
SEARCHED = "{title text note}"

_names = ", ".join(COLUMNS)
# The text lies in the table alone: the index holds words and the numbers of their rows.
# And the beginnings of words: where FTS5 has no index of beginnings of that length, it collects all that an
# unfinished word may become before it tells the first. Of longer ones there are few enough.
_CREATE = f"""
    CREATE VIRTUAL TABLE {INDEX} USING fts5(
        {_names}, content='history_entry', content_rowid='number', prefix='2 3 4 5 6 7 8',
        tokenize='unicode61 remove_diacritics 2'
    )"""


def _row(which: str) -> str:
    return ", ".join(f"{which}.{name}" for name in ("number", *COLUMNS))


_ADD = f"INSERT INTO {INDEX}(rowid, {_names}) VALUES ({_row('new')});"  # noqa: S608 - constants
_REMOVE = f"INSERT INTO {INDEX}({INDEX}, rowid, {_names}) VALUES ('delete', {_row('old')});"  # noqa: S608
_TRIGGERS = {
    "history_search_added": f"AFTER INSERT ON history_entry BEGIN {_ADD} END",
    "history_search_removed": f"AFTER DELETE ON history_entry BEGIN {_REMOVE} END",
    "history_search_changed": f"""
        AFTER UPDATE OF number, {_names} ON history_entry
        WHEN (old.number, old.owner_id, old.title, old.text, old.note)
            IS NOT (new.number, new.owner_id, new.title, new.text, new.note)
        BEGIN {_REMOVE} {_ADD} END""",
}


def narrowed(found: QuerySet[Entry], terms: list[Term], *, owner: Any) -> QuerySet[Entry]:
    # Not `number__in` of a subquery: that would collect every match before the first is looked at. Joined,
    # the index hands its rows out in their order, and a page stops asking once it is full. The 0 keeps the
    # planner from asking the index about each of the owner's entries instead.
    return found.extra(  # noqa: S610 - the terms are a parameter
        tables=[INDEX],
        where=[f"{INDEX}.rowid + 0 = history_entry.number", f"{INDEX} MATCH %s"],
        params=[_question(terms, owner)],
    )


def ordered(found: QuerySet[Entry], *, is_falling: bool) -> QuerySet[Entry]:
    """By number, which rises with time: any other order would need all matches before the first is told."""
    return found.order_by().extra(order_by=[f"{'-' * is_falling}{INDEX}.rowid"])


def after(found: QuerySet[Entry], number: int, *, is_falling: bool) -> QuerySet[Entry]:
    return found.extra(  # noqa: S610 - constants
        where=[f"{INDEX}.rowid {'<' if is_falling else '>'} %s"], params=[number]
    )


def install(connection: Any) -> None:
    """A migration that alters the table makes it anew and loses its triggers: then all is read in again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'history\\_%' ESCAPE '\\'")
        there = dict(cursor.fetchall())
        is_as_made = there.get(INDEX) == _CREATE.strip()
        if "history_entry" not in there or (is_as_made and _TRIGGERS.keys() <= there.keys()):
            return
        if not is_as_made:
            cursor.execute(f"DROP TABLE IF EXISTS {INDEX}")
            cursor.execute(_CREATE)
        for name, trigger in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {trigger}")
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608 - constants


def _question(terms: list[Term], owner: Any) -> str:
    wanted = " AND ".join(_phrase(term) for term in terms)
    return f'owner_id : "{owner.pk}" AND {SEARCHED} : ({wanted})'


def _phrase(term: Term) -> str:
    # Words have no quotes in them: see `words`.
    return f'"{" ".join(term.words)}"' + ("*" if term.is_unfinished else "")
