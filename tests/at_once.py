"""Several who do something at the same time, each in a thread and with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from common.errors import AppError


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What became of each; an error that is told is an outcome."""
    together = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            together.wait(timeout=30)
            return work()
        except AppError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
