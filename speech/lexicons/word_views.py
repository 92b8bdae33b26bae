"""One lexicon's page: its words, and the box that tries them out."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from common.errors import AppError, NotFound
from common.htmx import PageRequest, wants_part
from common.streaming import stream
from common.undo import UNDO_WITHIN, offer_undo
from speech.lexicons import importing, listening, services
from speech.lexicons.access import entry_of, lexicon_for, word_for
from speech.lexicons.cleaning import clean_entry
from speech.lexicons.forms import FileForm, WordForm, form_of
from speech.lexicons.ipa import SIGN_GROUPS
from speech.lexicons.queries import SEARCH_MAX_CHARACTERS, words_of
from speech.lexicons.trying import try_lexicon
from speech.models import Lexicon, LexiconWord
from speech.text import has_speech

WORDS_PER_PAGE = 50
SAMPLE_WORDS = 3
# The list and the test box on the page listen for it.
WORDS_CHANGED = "words-changed"
UNDO_SALT = "speech.lexicons.removed-word"


@login_required
@require_safe
def detail(request: PageRequest, pk: UUID) -> HttpResponse:
    lexicon = lexicon_for(request.user, pk)
    if wants_part(request):
        template = "lexicons/_word_rows.html" if "page" in request.GET else "lexicons/_word_list.html"
        return render(request, template, _words_context(request, lexicon))
    return _page(request, lexicon)


@login_required
@require_POST
def add(request: PageRequest, pk: UUID) -> HttpResponse:
    lexicon = lexicon_for(request.user, pk)
    form = WordForm(request.POST)
    if form.is_valid():
        try:
            word = services.add_word(lexicon=lexicon, entry=form.entry)
        except AppError as error:
            form.blame(error)
        else:
            return _added(request, lexicon, word, form)
    if not wants_part(request):
        return _page(request, lexicon, word_form=form)
    context = {"lexicon": lexicon, "word_form": form}
    return render(request, "lexicons/_add.html", context, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def word(request: PageRequest, pk: UUID, word_id: UUID) -> HttpResponse:
    """The form that changes one word: in its row, or as a page."""
    row = word_for(request.user, pk, word_id)
    form = form_of(row)
    if request.method == "POST":
        form = WordForm(request.POST, auto_id=form.auto_id)
        if form.is_valid():
            try:
                return _changed(request, services.change_word(word=row, entry=form.entry))
            except AppError as error:
                form.blame(error)
    template = "lexicons/_word_edit.html" if wants_part(request) else "lexicons/word.html"
    context = {"lexicon": row.lexicon, "word": row, "word_form": form}
    return render(request, template, context, status=422 if form.errors else 200)


@login_required
@require_safe
def word_row(request: PageRequest, pk: UUID, word_id: UUID) -> HttpResponse:
    """One line as it is: what cancelling goes back to."""
    row = word_for(request.user, pk, word_id)
    if not wants_part(request):
        return redirect("lexicons:detail", pk=pk)
    return render(request, "lexicons/_word.html", {"lexicon": row.lexicon, "word": row})


@login_required
@require_POST
def remove(request: PageRequest, pk: UUID, word_id: UUID) -> HttpResponse:
    row = word_for(request.user, pk, word_id)
    services.remove_word(word=row)
    token = _undo_token(row)
    if not wants_part(request):
        return redirect(f"{reverse('lexicons:detail', args=[pk])}?{urlencode({'removed': token})}")
    undo_url = f"{reverse('lexicons:undo', args=[pk])}?{urlencode({'removed': token})}"
    response = render(request, "lexicons/_count.html", {"lexicon": lexicon_for(request.user, pk)})
    trigger_client_event(response, WORDS_CHANGED if not row.lexicon.words.exists() else "word-removed")
    return offer_undo(response, text=f"“{row.written}” is removed.", undo_url=undo_url)


@login_required
@require_POST
def undo(request: PageRequest, pk: UUID) -> HttpResponse:
    """Puts back the word that the signed token holds: a removed row leaves nothing behind."""
    lexicon = lexicon_for(request.user, pk)
    removed = _removed(pk, request.GET.get("removed", ""))
    if removed is None:
        raise NotFound("It is too late to bring this word back. Add it again.")
    services.add_word(lexicon=lexicon, entry=clean_entry(**removed))
    if wants_part(request):
        return trigger_client_event(HttpResponse(status=204), WORDS_CHANGED)
    messages.success(request, f"“{removed['written']}” is back.")
    return redirect("lexicons:detail", pk=pk)


@login_required
@require_POST
def import_into(request: PageRequest, pk: UUID) -> HttpResponse:
    lexicon = lexicon_for(request.user, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            added, changed = importing.import_into(lexicon=lexicon, file=form.cleaned_data["file"])
        except AppError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, f"Words added: {added:,}. Changed: {changed:,}.")
            return redirect("lexicons:detail", pk=pk)
    return _page(request, lexicon, file_form=form)


@login_required
@require_safe
def trial(request: PageRequest, pk: UUID) -> HttpResponse:
    lexicon = lexicon_for(request.user, pk)
    if not wants_part(request):
        return _page(request, lexicon)
    return render(request, "lexicons/_trial.html", {"lexicon": lexicon, **_trial_context(request, lexicon)})


@login_required
@require_safe
def listen(request: PageRequest, pk: UUID) -> HttpResponseBase:
    lexicon = lexicon_for(request.user, pk)
    if request.method == "HEAD":  # nobody hears it
        return HttpResponse(content_type="audio/mpeg")
    chunks = listening.spoken(user=request.user, lexicon=lexicon, text=request.GET.get("text", ""))
    headers = {"Content-Type": "audio/mpeg", "Cache-Control": "private, max-age=300"}
    return stream(request, chunks, headers=headers)


def _page(
    request: PageRequest,
    lexicon: Lexicon,
    *,
    word_form: WordForm | None = None,
    file_form: FileForm | None = None,
) -> HttpResponse:
    forms = {"word_form": word_form or WordForm(), "file_form": file_form or FileForm()}
    removed = _removed(lexicon.pk, request.GET.get("removed", ""))
    context = {
        **forms,
        **_words_context(request, lexicon),
        **_trial_context(request, lexicon),
        "sign_groups": SIGN_GROUPS,
        "removed": removed,
        "removed_token": request.GET.get("removed", "") if removed else "",
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "lexicons/detail.html", context, status=status)


def _words_context(request: PageRequest, lexicon: Lexicon) -> dict[str, Any]:
    search = request.GET.get("q", "")[:SEARCH_MAX_CHARACTERS]
    page = Paginator(words_of(lexicon, search=search), WORDS_PER_PAGE).get_page(request.GET.get("page"))
    return {"lexicon": lexicon, "page": page, "search": search}


def _trial_context(request: PageRequest, lexicon: Lexicon) -> dict[str, Any]:
    text = request.GET.get("text")
    if text is None:
        newest = words_of(lexicon).values_list("written", flat=True)[:SAMPLE_WORDS]
        text = f"{', '.join(newest)}." if newest else ""
        text = text[: listening.LISTEN_AT_MOST]
    context: dict[str, Any] = {"try_text": text, "try_at_most": listening.LISTEN_AT_MOST}
    try:
        tried = try_lexicon(lexicon=lexicon, text=text, most=listening.LISTEN_AT_MOST)
    except AppError as error:
        return {**context, "trial_error": error.message}
    # A new state of the lexicon has a new address, else the player would go on with what it has.
    query = urlencode({"text": tried.text, "v": int(lexicon.updated_at.timestamp() * 1000)})
    listen_url = f"{reverse('lexicons:listen', args=[lexicon.pk])}?{query}"
    return {**context, "trial": tried, "listen_url": listen_url if has_speech(tried.said) else ""}


def _added(request: PageRequest, lexicon: Lexicon, word: LexiconWord, form: WordForm) -> HttpResponse:
    if not wants_part(request):
        messages.success(request, f"“{word.written}” is added.")
        return redirect("lexicons:detail", pk=lexicon.pk)
    # The next word is most likely of the same kind.
    kept = {name: form.cleaned_data[name] for name in ("way", "case_sensitive", "whole_word")}
    context = {"lexicon": lexicon, "word_form": WordForm(initial=kept), "is_next": True}
    return trigger_client_event(render(request, "lexicons/_add.html", context), WORDS_CHANGED)


def _changed(request: PageRequest, word: LexiconWord) -> HttpResponse:
    if not wants_part(request):
        messages.success(request, "Saved.")
        return redirect("lexicons:detail", pk=word.lexicon_id)
    response = render(request, "lexicons/_word.html", {"lexicon": word.lexicon, "word": word})
    return trigger_client_event(response, "word-changed")


def _undo_token(word: LexiconWord) -> str:
    entry = entry_of(word)
    fields = ("written", "respelling", "ipa", "case_sensitive", "whole_word")
    values = {name: value for name in fields if (value := getattr(entry, name)) is not None}
    return signing.dumps({"lexicon": str(word.lexicon_id), **values}, salt=UNDO_SALT, compress=True)


def _removed(lexicon_id: UUID, token: str) -> dict[str, Any] | None:
    try:
        values = signing.loads(token, salt=UNDO_SALT, max_age=UNDO_WITHIN)
    except signing.BadSignature:
        return None
    return values if values.pop("lexicon") == str(lexicon_id) else None
