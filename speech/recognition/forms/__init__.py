"""A transcript as bytes, in every form it is given in. Plain Python: no Django in here.

written(transcript, "srt")
written(transcript, "verbose_json", has_words=True)
written(transcript, "docx", title="Interview")
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from speech.recognition.forms.document import as_docx
from speech.recognition.forms.objects import Object, as_diarized_json, as_json, as_verbose_json, usage
from speech.recognition.forms.shown import Shown
from speech.recognition.forms.subtitles import as_srt, as_vtt
from speech.recognition.transcript import Transcript


@dataclass(frozen=True)
class Form:
    title: str
    mime: str
    suffix: str
    write: Callable[[Transcript, Shown], Object | str | bytes]


def as_text(transcript: Transcript, shown: Shown) -> str:
    return f"{transcript.text}\n" if transcript.text else ""


FORMS: Mapping[str, Form] = {
    "json": Form("JSON", "application/json", "json", as_json),
    "verbose_json": Form("JSON with segments", "application/json", "json", as_verbose_json),
    "diarized_json": Form("JSON with speakers", "application/json", "json", as_diarized_json),
    "text": Form("Text", "text/plain; charset=utf-8", "txt", as_text),
    "srt": Form("SubRip subtitles", "text/plain; charset=utf-8", "srt", as_srt),
    "vtt": Form("WebVTT subtitles", "text/vtt; charset=utf-8", "vtt", as_vtt),
    "docx": Form(
        "Word document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        as_docx,
    ),
}


def written(transcript: Transcript, form: str, **shown: Any) -> bytes:
    """`form` is a key of `FORMS`; `shown` are the fields of `Shown`."""
    made = FORMS[form].write(transcript, Shown(**shown))
    if isinstance(made, bytes):
        return made
    text = made if isinstance(made, str) else json.dumps(made, ensure_ascii=False)
    return text.encode("utf-8", "replace")


__all__ = ["FORMS", "Form", "Shown", "usage", "written"]
