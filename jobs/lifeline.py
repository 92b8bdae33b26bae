"""On Linux, a process that ends as soon as its parent does, however that ended."""

import ctypes
import os
import signal
import sys

PARENT_VARIABLE = "JOBS_WORKER_PID"  # where the process is told who that is
_PR_SET_PDEATHSIG = 1
_GENERATIONS = 2
_generation = 0


def die_with_parent(parent_pid: int) -> None:
    """Call first thing in the process; its children and theirs follow it too."""
    _ask_for_signal()
    if os.getppid() != parent_pid:
        sys.exit("The worker that started this is gone.")  # before the call above could notice
    os.register_at_fork(after_in_child=_follow_parent)


def _follow_parent() -> None:
    """For the queue's own processes, which are forked from main threads.

    The kernel means the parent's *thread*, so anything that a handler forks from a thread must be left alone.
    """
    global _generation
    _generation += 1
    if _generation <= _GENERATIONS:
        _ask_for_signal()


def _ask_for_signal() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
