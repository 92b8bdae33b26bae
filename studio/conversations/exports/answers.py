"""Subtitles as an answer: pages and programs are given the same."""

from django.http import HttpResponse

from common.errors import NotFound
from common.file_names import stem_of_title
from history.words import named
from studio.conversations.exports.rendered import rendered_of
from studio.conversations.exports.subtitles import KINDS, form_of, subtitles_of
from studio.models import Conversation


def subtitles_answer(conversation: Conversation, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise NotFound("Subtitles come as srt or vtt.", code="unknown_format")
    form = form_of(kind)
    response = HttpResponse(subtitles_of(rendered_of(conversation), kind), content_type=form.mime)
    stem = stem_of_title(conversation.name, otherwise="conversation")
    named(response, f"{stem}.{form.suffix}")
    return response
