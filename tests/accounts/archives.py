"""“Export my data”, opened."""

import io
import zipfile

from accounts.models import User
from accounts.services.export import write_archive


def export_of(user: User) -> zipfile.ZipFile:
    buffer = io.BytesIO()
    write_archive(user=user, file=buffer, on_step=lambda progress, step: None)
    return zipfile.ZipFile(buffer)
