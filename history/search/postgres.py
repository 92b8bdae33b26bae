"""PostgreSQL: full text search over an index of an expression, which the database keeps by itself."""

from typing import Any

from django.db.models import QuerySet

from history.models import Entry
from history.search.words import Term

# A title and a note are short. A text beyond this is searched by its beginning: a vector has a largest size.
TEXT_CHARACTERS = 250_000
_VECTOR = (
    "to_tsvector('simple', history_entry.title || ' ' || history_entry.note || ' ' || "
    f"left(history_entry.text, {TEXT_CHARACTERS}))"
)


def narrowed(found: QuerySet[Entry], terms: list[Term], *, owner: Any) -> QuerySet[Entry]:
    return found.extra(  # noqa: S610 - the terms are a parameter
        where=[f"{_VECTOR} @@ to_tsquery('simple', %s)"], params=[" & ".join(_phrase(term) for term in terms)]
    )


def ordered(found: QuerySet[Entry], *, is_falling: bool) -> QuerySet[Entry]:
    return found.order_by("-number" if is_falling else "number")


def after(found: QuerySet[Entry], number: int, *, is_falling: bool) -> QuerySet[Entry]:
    return found.filter(number__lt=number) if is_falling else found.filter(number__gt=number)


def install(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX IF NOT EXISTS history_search ON history_entry USING gin ({_VECTOR})")


def _phrase(term: Term) -> str:
    *most, last = (f"'{word}'" for word in term.words)
    return "(" + " <-> ".join([*most, last + (":*" if term.is_unfinished else "")]) + ")"
