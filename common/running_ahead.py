"""Chunks made ahead of whoever takes them, so that a slow listener holds up nobody else."""

import contextvars
import tempfile
import threading
from collections.abc import Iterator

IN_MEMORY_BYTES = 2 * 1024 * 1024  # beyond, a file that has no name
AT_ONCE_BYTES = 256 * 1024


class RunningAhead(Iterator[bytes]):
    """Draws `chunks` on a thread until they end; `close` ends them after the chunk under way.

    Made with its first chunk in hand: what goes wrong before it is raised by the constructor.
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - `close` closes it
        self._changed = threading.Condition()
        self._written = self._read = 0
        self._is_ended = self._is_closed = False
        self._error: BaseException | None = None
        context = contextvars.copy_context()  # log lines go on carrying the request's id
        threading.Thread(target=context.run, args=(self._draw,), name="running-ahead", daemon=True).start()
        self._wait_for_more()
        if self._error is not None and not self._written:
            raise self._error

    def __next__(self) -> bytes:
        self._wait_for_more()
        with self._changed:
            if self._is_closed:
                raise StopIteration
            if self._read < self._written:
                self._file.seek(self._read)
                data = self._file.read(AT_ONCE_BYTES)
                self._read += len(data)
                return data
            if self._error is not None:
                raise self._error
            raise StopIteration

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
            if self._is_ended:
                self._file.close()

    def _wait_for_more(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._read < self._written or self._is_ended or self._is_closed)

    def _draw(self) -> None:
        error: BaseException | None = None
        try:
            for chunk in self._chunks:
                if not self._keep(chunk):
                    break
        except BaseException as caught:  # told to whoever takes the chunks, on their thread
            error = caught
        finally:
            self._end(error)

    def _keep(self, chunk: bytes) -> bool:
        with self._changed:
            if self._is_closed:
                return False
            self._file.seek(self._written)
            self._file.write(chunk)
            self._written += len(chunk)
            self._changed.notify_all()
            return True

    def _end(self, error: BaseException | None) -> None:
        close = getattr(self._chunks, "close", None)
        if close:
            close()
        with self._changed:
            self._error, self._is_ended = error, True
            self._changed.notify_all()
            if self._is_closed:
                self._file.close()
