"""Chunks made ahead of whoever takes them, so that a slow listener holds up nobody else."""

import contextvars
import tempfile
import threading
from collections.abc import Iterator

from common import unfetched
from common.departures import Departure
from common.errors import ClientLeft

IN_MEMORY_BYTES = 2 * 1024 * 1024  # beyond, a file that has no name
AT_ONCE_BYTES = 256 * 1024


class RunningAhead(Iterator[bytes]):
    """Draws `chunks` on a thread until they end; `close` ends them after the chunk under way.

    Made with its first chunk in hand: what goes wrong before it is raised by the constructor, and so is
    `ClientLeft`, as soon as nobody waits any more. A later error is raised where the chunks before it end.
    """

    def __init__(
        self, chunks: Iterator[bytes], *, owner: str = "", departure: Departure | None = None
    ) -> None:
        unfetched.require_room(owner)
        self._chunks, self._owner = chunks, owner
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - `close` closes it
        self._changed = threading.Condition()
        self._written = self._read = 0
        self._is_ended = self._is_closed = False
        self._error: BaseException | None = None
        if departure is not None:
            departure.then(self.close)
        context = contextvars.copy_context()  # log lines go on carrying the request's id
        threading.Thread(target=context.run, args=(self._draw,), name="running-ahead", daemon=True).start()
        self._wait_for_the_first()

    def __next__(self) -> bytes:
        with self._changed:
            self._wait_for_more()
            if self._is_closed:
                raise StopIteration
            if self._read < self._written:
                return self._taken()
            if self._error is not None:
                raise self._error
            raise StopIteration

    def close(self) -> None:
        with self._changed:
            if not self._is_closed:
                unfetched.add(self._owner, self._read - self._written)
            self._is_closed = True
            self._changed.notify_all()
            if self._is_ended:
                self._file.close()

    def _wait_for_the_first(self) -> None:
        with self._changed:
            self._wait_for_more()
            if self._is_closed:
                raise ClientLeft
            if self._error is not None and not self._written:
                self._is_closed = True
                self._file.close()
                raise self._error

    def _wait_for_more(self) -> None:
        self._changed.wait_for(lambda: self._read < self._written or self._is_ended or self._is_closed)

    def _taken(self) -> bytes:
        self._file.seek(self._read)
        data = self._file.read(AT_ONCE_BYTES)
        self._read += len(data)
        unfetched.add(self._owner, -len(data))
        return data

    def _draw(self) -> None:
        error: BaseException | None = None
        try:
            while not self._is_closed and (chunk := next(self._chunks, None)) is not None:
                self._keep(chunk)
        except BaseException as caught:  # told to whoever takes the chunks, on their thread
            error = caught
        finally:
            self._end(error)

    def _keep(self, chunk: bytes) -> None:
        with self._changed:
            if self._is_closed:
                return
            self._file.seek(self._written)
            self._file.write(chunk)
            self._written += len(chunk)
            unfetched.add(self._owner, len(chunk))
            self._changed.notify_all()

    def _end(self, error: BaseException | None) -> None:
        close = getattr(self._chunks, "close", None)
        if close:
            close()
        with self._changed:
            self._error, self._is_ended = error, True
            self._changed.notify_all()
            if self._is_closed:
                self._file.close()
