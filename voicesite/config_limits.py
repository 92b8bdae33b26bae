"""Settings of how much is taken in, kept and asked for."""

from pydantic import BaseModel, Field, field_validator

from common.sizes import MIB


class LimitSettings(BaseModel):
    upload_max_mib: int = Field(200, ge=1, le=10_240, description="Largest file a person may upload, in MiB")
    request_max_mib: int = Field(
        1024, ge=1, le=102_400, description="All files of one upload together, in MiB"
    )
    upload_max_seconds: int = Field(6 * 3600, ge=1, le=48 * 3600, description="Longest audio accepted")
    storage_quota_mib: int = Field(10_240, ge=0, description="Audio one person may keep, in MiB; 0: no limit")
    history_export_max_mib: int = Field(
        4096, ge=1, le=1_048_576, description="Largest archive of the history that a person may make, in MiB"
    )
    free_disk_min_mib: int = Field(512, ge=0, description="Uploads and pulls stop below this much free disk")
    throttle_person: str = Field("600/min", description="API requests per person: N/(sec|min|hour|day)")
    throttle_key: str = Field("300/min", description="API requests per API key")
    throttle_anonymous: str = Field("60/min", description="API requests per address without a key")

    @field_validator("throttle_person", "throttle_key", "throttle_anonymous")
    @classmethod
    def _rate(cls, value: str) -> str:
        count, _, period = value.partition("/")
        if not count.isdigit() or int(count) < 1 or period not in ("sec", "min", "hour", "day"):
            raise ValueError("must look like 600/min (sec, min, hour or day)")
        return value

    @property
    def upload_max_bytes(self) -> int:
        return self.upload_max_mib * MIB

    @property
    def request_max_bytes(self) -> int:
        return self.request_max_mib * MIB + MIB  # and room for the form around the files

    @property
    def storage_quota_bytes(self) -> int:
        return self.storage_quota_mib * MIB

    @property
    def history_export_max_bytes(self) -> int:
        return self.history_export_max_mib * MIB

    @property
    def free_disk_min_bytes(self) -> int:
        return self.free_disk_min_mib * MIB
