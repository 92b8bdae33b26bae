"""The Library, with scripts and without."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from clips import services
from clips.models import Clip
from clips.sweeping import sweep
from clips.templatetags.durations import duration
from tests import audio_files
from tests.clips.builders import another_app, make_byproduct, make_clip, many_rows

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


def sent(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\xa0", " ").split())


def test_an_empty_library_says_what_to_do_first(client):
    page = text_of(client.get("/clips/"))
    assert "Your Library is empty" in page
    assert "Drop a recording above" in page
    assert client.get("/clips/").content.count(b"<h1") == 1


def test_it_shows_ones_own_clips(alice, bob, client):
    make_clip(bob, "Bobs secret")
    make_byproduct(alice, "A render")
    clip = make_clip(alice, "My voice")
    page = client.get("/clips/").content.decode()
    assert "My voice" in page
    assert "Bobs secret" not in page
    assert "A render" not in page
    assert f'data-src="/clips/{clip.pk}/audio"' in page
    assert f"/clips/{clip.pk}/waveform.png" in page


def test_several_files_are_stored_or_refused_each_by_itself(client):
    files = [
        sent(audio_files.wav(0.3), "good.wav"),
        sent(b"not a sound", "notes.txt"),
        sent(b"", "empty.mp3"),
        sent(audio_files.opus(0.3), "also good.opus"),
    ]
    page = text_of(client.post("/clips/upload", {"file": files}, follow=True))
    assert sorted(Clip.objects.values_list("title", flat=True)) == ["also good", "good"]
    assert "“good” is in your Library." in page
    assert "notes.txt: This is not audio that can be read" in page
    assert "empty.mp3: The file is empty." in page


def test_with_scripts_the_results_come_with_the_list(client):
    files = [sent(audio_files.wav(0.3), "good.wav"), sent(b"x", "<b>bad.txt")]
    response = client.post("/clips/upload", {"file": files}, headers=HTMX)
    page = response.content.decode()
    assert 'id="library"' in page
    assert "<html" not in page
    assert "good</strong> is in your Library." in page
    assert "&lt;b&gt;bad" in page


def test_a_damaged_file_is_stored_and_said_to_be(client):
    data = audio_files.wav(2.0)
    response = client.post("/clips/upload", {"file": sent(data[: len(data) // 2], "cut.wav")}, headers=HTMX)
    assert "is in your Library, but: The file ends early" in text_of(response)


def test_sending_nothing_is_told(client):
    assert client.post("/clips/upload", headers=HTMX).status_code == 400


def test_it_is_searched_filtered_and_ordered(alice, client):
    make_clip(alice, "Apple")
    make_clip(alice, "Pear")
    assert "Pear" not in client.get("/clips/?q=app").content.decode()
    part = client.get("/clips/?q=pea", headers=HTMX).content.decode()
    assert 'id="clip-list"' in part
    assert "Apple" not in part
    assert "Nothing matches" in client.get("/clips/?q=zebra").content.decode()
    ordered = client.get("/clips/?ordering=title").content.decode()
    assert ordered.index(">Apple<") < ordered.index(">Pear<")
    assert client.get("/clips/?source=moon&ordering=owner&page=zzz").status_code == 200


def test_long_lists_are_loaded_as_one_scrolls(alice, client):
    many_rows(alice, 60)
    first = client.get("/clips/?ordering=title&q=Clip").content.decode()
    assert first.count('class="clip"') == 25
    more = re.search(r'hx-get="(/clips/\?[^"]*page=2)"', first)
    assert more
    second = client.get(more.group(1).replace("&amp;", "&"), headers=HTMX).content.decode()
    assert second.count('class="clip"') == 25
    assert "Clip 025" in second
    assert "<ul" not in second
    last = client.get("/clips/?ordering=title&q=Clip&page=3", headers=HTMX).content.decode()
    assert "Show more" not in last


def test_the_page_takes_the_same_few_queries_for_any_length(alice, client, django_assert_max_num_queries):
    many_rows(alice, 40)
    client.get("/clips/")
    with django_assert_max_num_queries(8):
        client.get("/clips/")


def test_the_meter_shows_what_is_used(alice, client):
    alice.storage_quota_mib = 1
    alice.save()
    make_clip(alice, data=audio_files.wav(4.0))
    page = client.get("/clips/")
    assert "375.0 KB of 1.0 MB used" in text_of(page)
    assert '<meter class="meter"' in page.content.decode()


def test_rename_in_place(alice, client):
    clip = make_clip(alice, "Old")
    url = f"/clips/{clip.pk}/rename"
    assert 'value="Old"' in client.get(url, headers=HTMX).content.decode()
    wrong = client.post(url, {"title": "  "}, headers=HTMX)
    assert wrong.status_code == 422
    assert "Give the clip a title." in wrong.content.decode()
    row = client.post(url, {"title": "New"}, headers=HTMX).content.decode()
    assert f'id="clip-{clip.pk}"' in row
    assert ">New<" in row
    assert ">New<" in client.get(f"/clips/{clip.pk}/row", headers=HTMX).content.decode()


def test_rename_without_scripts(alice, client):
    clip = make_clip(alice, "Old")
    url = f"/clips/{clip.pk}/rename"
    assert 'value="Old"' in client.get(url).content.decode()
    assert client.post(url, {"title": ""}).status_code == 422
    assert client.post(url, {"title": "New"}, follow=True).redirect_chain == [(f"/clips/{clip.pk}", 302)]
    assert Clip.objects.get().title == "New"


def test_delete_and_undo(alice, client):
    clip = make_clip(alice, "Oops")
    other = make_clip(alice, "Other")
    response = client.post(f"/clips/{clip.pk}/delete", headers=HTMX)
    assert f"/clips/{clip.pk}/restore" in response["HX-Trigger"]
    assert 'hx-swap-oob="true"' in response.content.decode()
    assert "Oops" not in client.get("/clips/").content.decode()
    assert client.get(f"/clips/{clip.pk}").status_code == 404
    back = client.post(f"/clips/{clip.pk}/restore", headers=HTMX)
    assert "clips-changed" in back["HX-Trigger"]
    assert "Oops" in client.get("/clips/").content.decode()
    assert client.post(f"/clips/{other.pk}/restore").status_code == 404


def test_delete_and_undo_without_scripts(alice, client):
    clip = make_clip(alice, "Oops")
    page = client.post(f"/clips/{clip.pk}/delete", follow=True).content.decode()
    assert "“Oops” is deleted." in page
    assert f'action="/clips/{clip.pk}/restore"' in page
    assert "“Oops” is back." in client.post(f"/clips/{clip.pk}/restore", follow=True).content.decode()


def test_what_is_in_use_says_by_what(alice, client):
    clip = make_clip(alice, "Jingle")
    with another_app() as shelf:
        shelf.objects.create(spare=clip)
        response = client.post(f"/clips/{clip.pk}/delete")
        detail = client.get(f"/clips/{clip.pk}").content.decode()
        shelf.objects.all().delete()
    assert response.status_code == 409
    assert "is used by 1 shelf" in response.content.decode()
    assert "1 shelf" in detail
    assert f"/clips/{clip.pk}/delete" not in detail


def test_a_clip_whose_file_is_gone_says_so(alice, client):
    clip = make_clip(alice)
    default_storage.delete(clip.file.name)
    sweep()
    assert "file missing" in client.get("/clips/").content.decode()
    assert "missing on the server" in client.get(f"/clips/{clip.pk}").content.decode()


def test_the_page_of_a_clip_tells_what_it_is(alice, client):
    clip = make_clip(alice, "My voice", data=audio_files.flac(1.0), name="take one.flac")
    page = text_of(client.get(f"/clips/{clip.pk}"))
    for expected in ("My voice", "FLAC in FLAC", "48000 Hz", "take one.flac", "0:01"):
        assert expected in page


def test_no_page_has_inline_script_or_style(alice, client):
    clip = services.rename(clip=make_clip(alice), title="<script>alert(1)</script>")
    for url in ("/clips/", f"/clips/{clip.pk}", f"/clips/{clip.pk}/rename"):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page
        assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on", page)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.04, "0.1 s"),
        (0.5, "0.5 s"),
        (1, "0:01"),
        (59.6, "1:00"),
        (725, "12:05"),
        (3723, "1:02:03"),
        (None, ""),
    ],
)
def test_lengths_are_shown_as_players_do(seconds, shown):
    assert duration(seconds) == shown
