"""A take from its first sound to its clip."""

import io
import threading

import av
import pytest
from django.conf import settings as django_settings

from accounts.models import User
from clips.models import Clip
from history.models import Entry, State
from speak import making, takes
from speech import speaking
from speech.engines.errors import EngineBusy
from speech.requests import Wish
from tests.processes import wait_until

pytestmark = [pytest.mark.django_db(transaction=True)]
TEXT = "The first sentence is here. " * 12 + "\n\n" + "And the second paragraph follows. " * 12


def wish(text: str = TEXT, **fields) -> Wish:
    return Wish(text=text, model="fake", voice="low", **fields)


def finished(take: Entry) -> Entry:
    def ended() -> bool:
        take.refresh_from_db()
        return not take.is_unfinished and making.under_way(take.pk) is None

    wait_until(ended, seconds=60, why="the take having ended")
    return take


def seconds_of(data: bytes) -> float:
    with av.open(io.BytesIO(data)) as container:
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))


def test_a_take_becomes_a_clip_with_the_times_of_its_words(alice, fake_voice):
    take = finished(takes.start_take(user=alice, wish=wish()))
    assert take.state == State.DONE, take.error
    assert take.clip.codec == "flac"
    assert not take.clip.kept
    assert take.duration_seconds == pytest.approx(take.clip.duration_seconds, abs=0.001)
    assert take.done_characters == take.characters == len(take.text)
    first, last = take.timings[0], take.timings[-1]
    assert take.text[first[0] : first[1]] == "The"
    assert take.text[last[0] : last[1]].startswith("follows")
    assert last[3] <= take.duration_seconds + 0.01


def test_it_is_heard_before_it_is_done(alice, client_of, fake_voice, gate):
    spoken = threading.Semaphore(1)  # one passage, then the gate is shut

    def one_passage_at_a_time(timeout):
        return spoken.acquire(timeout=timeout)

    gate.wait = one_passage_at_a_time
    take = takes.start_take(user=alice, wish=wish())
    response = client_of(alice).get(f"/speak/takes/{take.pk}/audio")
    chunks = iter(response.streaming_content)
    first = next(chunks)
    assert response["Content-Type"] == "audio/mpeg"
    assert first
    take.refresh_from_db()
    assert take.is_unfinished
    for _ in range(50):
        spoken.release()
    rest = b"".join(chunks)
    finished(take)
    assert seconds_of(first + rest) == pytest.approx(take.duration_seconds, abs=0.06)


def test_two_listeners_hear_the_same_and_it_is_spoken_once(alice, client_of, fake_voice):
    take = takes.start_take(user=alice, wish=wish())
    heard: dict[int, bytes] = {}

    def listen(number: int) -> None:
        heard[number] = b"".join(takes.making_of(take).follow())

    listeners = [threading.Thread(target=listen, args=(number,)) for number in range(3)]
    for listener in listeners:
        listener.start()
    for listener in listeners:
        listener.join(20)
    finished(take)
    assert len(heard) == 3
    assert len({seconds_of(data) for data in heard.values()}) == 1
    assert Clip.objects.count() == 1


def test_a_listener_who_comes_late_hears_it_from_the_beginning(alice, fake_voice, gate):
    take = takes.start_take(user=alice, wish=wish("Short and good."))
    work = takes.making_of(take)
    early = b"".join(work.follow())
    assert b"".join(work.follow()) == early
    finished(take)


def test_a_listener_who_leaves_does_not_end_it(alice, client_of, fake_voice):
    take = takes.start_take(user=alice, wish=wish())
    response = client_of(alice).get(f"/speak/takes/{take.pk}/audio")
    next(iter(response.streaming_content))
    response.close()
    assert finished(take).is_done


def test_what_a_killed_process_left_is_finished_by_whoever_asks(alice, client_of, fake_voice):
    take = takes.start_take(user=alice, wish=wish())
    finished(take)
    said = len(fake_voice.spoken)
    Clip.objects.all().delete()
    Entry.objects.update(state=State.MAKING, clip=None, duration_seconds=None, done_characters=5)
    response = client_of(alice).get(f"/speak/takes/{take.pk}/audio")
    assert seconds_of(b"".join(response.streaming_content)) > 1
    assert finished(take).is_done
    assert len(fake_voice.spoken) == said, "what was spoken before is remembered"
    assert Clip.objects.count() == 1


def test_the_page_takes_up_what_nobody_has_worked_on_for_long(alice, client_of, fake_voice):
    take = finished(takes.start_take(user=alice, wish=wish()))
    Entry.objects.update(state=State.MAKING, clip=None, updated_at="2020-01-01T00:00Z")
    client_of(alice).get("/speak/")
    assert finished(take).is_done


def test_the_first_to_finish_wins(alice, fake_voice, gate):
    gate.clear()
    take = takes.start_take(user=alice, wish=wish("Twice at once."))
    elsewhere = making.Making(take, takes.resolve(takes.wish_of(take), user=alice))
    other = threading.Thread(target=elsewhere.run)
    other.start()
    pool = speaking.pool()
    wait_until(lambda: pool.under_way == 2, seconds=60, why="both being under way")
    gate.set()
    other.join(20)
    finished(take)
    assert take.is_done
    assert Clip.objects.get() == take.clip


def test_deleting_it_ends_the_work(alice, fake_voice, gate):
    gate.clear()
    take = takes.start_take(user=alice, wish=wish())
    takes.discard_take(take=take)
    gate.set()
    wait_until(lambda: not [t for t in threading.enumerate() if t.name == "take"], seconds=60, why="its end")
    assert len(fake_voice.spoken) <= 1
    assert Clip.objects.count() == 0


def test_deleting_the_row_under_it_ends_the_work(alice, fake_voice, gate):
    gate.clear()
    take = takes.start_take(user=alice, wish=wish(" ".join(f"This is sentence {n}." for n in range(180))))
    wait_until(lambda: fake_voice.is_loaded, seconds=60, why="its beginning")
    Entry.objects.all().delete()
    gate.set()
    wait_until(lambda: making.under_way(take.pk) is None, seconds=60, why="its end")
    assert Clip.objects.count() == 0
    assert len(fake_voice.spoken) <= 2, "it was spoken on for nobody"


def test_stopped_it_can_be_made_again(alice, fake_voice, gate):
    gate.clear()
    take = takes.start_take(user=alice, wish=wish())
    takes.stop_take(take=take)
    assert take.is_failed
    assert take.error == takes.STOPPED
    gate.set()
    takes.try_again(take=take)
    assert finished(take).is_done


def test_an_engine_that_breaks_is_told_and_can_be_tried_again(alice, client_of, fake_voice, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no such tensor /secret/path")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(fake_voice, "synthesize", broken)
        take = finished(takes.start_take(user=alice, wish=wish()))
    assert take.is_failed
    assert "/secret" not in take.error
    page = client_of(alice).get("/speak/").content.decode()
    assert take.error in page
    assert "Try again" in page
    takes.try_again(take=take)
    assert finished(take).is_done


def test_where_too_much_is_under_way_it_says_so(alice, fake_voice, monkeypatch):
    def busy(*args, **kwargs):
        raise EngineBusy(3)

    monkeypatch.setattr(speaking.pool(), "generation", busy)
    take = finished(takes.start_take(user=alice, wish=wish()))
    assert take.is_failed
    assert "busy" in take.error.lower() or "again" in take.error.lower()


def test_a_full_quota_is_said_before_a_word_is_spoken(alice, client_of, fake_voice, monkeypatch):
    monkeypatch.setattr(User, "storage_quota_bytes", 10)
    response = client_of(alice).post("/speak/", {"text": TEXT, "voice": "fake/low"})
    assert response.status_code == 422
    assert "are left" in response.content.decode()
    assert not Entry.objects.exists()
    assert fake_voice.spoken == []


def test_nothing_is_left_in_the_folder_for_uploads(alice, fake_voice):
    before = set(django_settings.FILE_UPLOAD_TEMP_DIR.iterdir())
    finished(takes.start_take(user=alice, wish=wish()))
    assert set(django_settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == before
