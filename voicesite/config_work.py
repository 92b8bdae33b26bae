"""Settings of what runs in the background: what is kept how long, jobs, logs and model packs."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field


class WorkSettings(BaseModel):
    # History: ceilings of what a person may want kept
    history_max_entries: int = Field(0, ge=0, le=10_000_000, description="Entries of one person; 0: no limit")
    history_max_mib: int = Field(
        0, ge=0, le=10_485_760, description="Audio of one person's history, in MiB; 0: no limit"
    )
    history_max_days: int = Field(0, ge=0, le=36_500, description="Older entries go; 0: no limit")
    history_keep_audio: bool = Field(
        True, description="false: entries lose their audio an hour after they were made"
    )

    # Work
    workers: int = Field(2, ge=1, le=64, description="Jobs done at once by one worker")
    job_timeout_seconds: int = Field(4 * 3600, ge=60, description="A job that runs longer is stopped")
    job_retry_seconds: int = Field(
        5 * 3600, ge=61, description="When the queue hands an unfinished job out again; above the timeout"
    )
    job_lost_seconds: int = Field(
        25, ge=10, le=50, description="A running job without a heartbeat for this long is taken up again"
    )
    audit_keep_days: int = Field(365, ge=1, description="The audit log and sign-in records go back this far")
    job_keep_days: int = Field(14, ge=1, description="Finished jobs are forgotten after this long")

    # Logs
    log_format: Literal["text", "json"] = Field("text", description="json: one object a line")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level logged")

    # Model packs
    offline: bool = Field(False, description="Never look for model packs on the network")
    packs_dir: Path | None = Field(None, description="A folder with model packs, asked before any network")
