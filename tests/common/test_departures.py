"""A client's departure is told once, to everyone who asked, also to those who ask too late."""

import asyncio

import pytest
from django.test import AsyncRequestFactory, RequestFactory

from common.departures import KEY, Departure, DeparturesTold, departure_of
from common.errors import ClientLeft


def test_it_is_told_once():
    told, departure = [], Departure()
    departure.then(lambda: told.append("first"))
    departure.then(lambda: told.append("second"))
    assert told == []
    departure.happens()
    departure.happens()
    assert told == ["first", "second"]


def test_who_asks_too_late_is_told_at_once():
    told, departure = [], Departure()
    departure.happens()
    departure.then(lambda: told.append("late"))
    assert told == ["late"]


def run(scope, messages):
    """What the application inside was told, and what it was given to hear."""
    waiting, told, heard = list(messages), [], []

    async def receive():
        return {"type": waiting.pop(0)}

    async def app(scope, receive, send):
        if departure := scope.get(KEY):
            departure.then(lambda: told.append(True))
        heard.extend([(await receive())["type"] for _ in messages])

    async def send(message):
        raise AssertionError

    asyncio.run(DeparturesTold(app)(scope, receive, send))
    return told, heard


def test_an_application_learns_of_a_disconnect_as_it_hears_it():
    assert run({"type": "http"}, ["http.request", "http.disconnect"]) == (
        [True],
        ["http.request", "http.disconnect"],
    )


def test_a_client_that_stays_has_not_left():
    assert run({"type": "http"}, ["http.request"]) == ([], ["http.request"])


def test_what_is_no_request_is_let_through_as_it_is():
    assert run({"type": "websocket"}, ["websocket.connect"]) == ([], ["websocket.connect"])


def test_a_request_knows_its_departure_where_the_server_tells_it():
    request = AsyncRequestFactory().get("/")
    request.scope[KEY] = mine = Departure()
    assert departure_of(request) is mine
    departure_of(RequestFactory().get("/")).then(lambda: None)


def test_work_that_asks_is_told_that_nobody_waits():
    departure = Departure()
    departure.check()
    departure.happens()
    with pytest.raises(ClientLeft):
        departure.check()
