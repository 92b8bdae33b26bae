"""How much memory a process had at its most, by the kernel's own mark."""

import re
from pathlib import Path

import psutil


def reset_high_water(process: psutil.Process) -> None:
    Path(f"/proc/{process.pid}/clear_refs").write_text("5")


def high_water_bytes(process: psutil.Process) -> int:
    """Looking now and then would miss what comes and goes within a call."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    assert found
    return int(found[1]) * 1024
