"""One live connection: a reader that takes events in, and a thread of its own that hears behind it."""

import asyncio
import json
import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import Any

from asgiref.sync import SyncToAsync
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import close_old_connections

from common.departures import Departure
from common.errors import AppError, ClientLeft
from history import keeping
from openai_api.errors import openai_exception_handler
from openai_api.realtime.admission import Admission, Refusal, admit, refusal
from openai_api.realtime.backlog import Backlog
from openai_api.realtime.conversation import Conversation, Events
from openai_api.realtime.events import error_event
from openai_api.realtime.items import Work
from openai_api.realtime.places import TooManyConnections, place_of

logger = logging.getLogger(__name__)

LAST_WORDS_SECONDS = 30.0  # that a connection which is ended by us may still take to hear what was said
CLOSED_BY_TIME = 1001
# Taking sound in is short work of every connection; hearing it has a thread for each.
TAKING_IN = ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 1), thread_name_prefix="live-in")


class TimeIsUp(AppError):
    code = "session_expired"


class RealtimeConsumer(AsyncWebsocketConsumer):
    _conversation: Conversation

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._departure = Departure()
        self._stack = ExitStack()
        self._hearing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-hearing")
        self._work: asyncio.Queue[Work] = asyncio.Queue()
        self._backlog = Backlog(settings.CONFIG.live_behind_seconds)
        self._tasks: list[asyncio.Task[None]] = []
        self._is_open, self._has_left, self._taking = False, False, asyncio.Lock()

        async def heard() -> Any:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                self._leave()  # here, for the reader may be waiting for the recogniser
            return message

        try:
            await super().__call__(scope, heard, send)
        finally:
            self._leave()

    # Opening -------------------------------------------------------------------------------------
    async def connect(self) -> None:
        answer = await SyncToAsync(_admitted, thread_sensitive=False)(self.scope)
        if isinstance(answer, Admission):
            answer = self._seated(answer)
        if isinstance(answer, Refusal):
            await self._refuse(answer)
            raise StopConsumer
        await self._begin(answer)

    def _seated(self, admission: Admission) -> Admission | Refusal:
        try:
            self._stack.enter_context(place_of(str(admission.user.pk)))
        except TooManyConnections as error:
            return refusal(openai_exception_handler(error, {}))
        return admission

    async def _begin(self, admission: Admission) -> None:
        config = settings.CONFIG
        lasts_seconds = config.live_minutes * 60
        self._ends_at = time.monotonic() + lasts_seconds
        self._conversation = Conversation(
            admission.session,
            owner=admission.user,
            is_beta=admission.is_beta,
            expires_at=int(time.time() + lasts_seconds),
            departure=self._departure,
        )
        self._stack.callback(keeping.later, self._conversation.keep)
        await self.accept(subprotocol=admission.subprotocol)
        self._is_open, self._last_event = True, time.monotonic()
        logger.info("Live session %s begins", self._conversation.id)
        self._hearing.submit(self._conversation.prepare)
        self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._watch_the_clock())]
        await self._tell([self._conversation.created()])

    async def _refuse(self, answer: Refusal) -> None:
        if "websocket.http.response" not in (self.scope.get("extensions") or {}):
            await self.close()
            return
        head = {
            "type": "websocket.http.response.start",
            "status": answer.status,
            "headers": answer.headers,
        }
        await self.base_send(head)
        await self.base_send({"type": "websocket.http.response.body", "body": answer.body})

    # Taking in -----------------------------------------------------------------------------------
    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self._is_open:
            return
        self._last_event = time.monotonic()
        async with self._taking:
            await self._act(*await self._in(TAKING_IN, self._conversation.take, text_data))
        # Nothing more is read while too much is unheard: the sender is slowed down by its own network.
        await self._backlog.room()
        self._last_event = time.monotonic()

    async def _act(self, events: Events, work: list[Work]) -> None:
        """What is told at once is told before anything comes of the work."""
        await self._tell(events)
        for piece in work:
            self._backlog.add(piece.seconds)
            self._work.put_nowait(piece)

    # Hearing -------------------------------------------------------------------------------------
    async def _hear(self) -> None:
        while not self._has_left:
            piece = await self._work.get()
            try:
                await self._tell(await self._in(self._hearing, piece.done))
            except ClientLeft:
                return
            except Exception:
                logger.exception("Live speech was not told")
            finally:
                self._backlog.done(piece.seconds)
                self._work.task_done()

    async def _tell(self, events: Events) -> None:
        for told in events:
            try:
                await self.send(text_data=json.dumps(told))
            except OSError:  # the connection is gone
                self._leave()
                return

    async def _in(self, threads: ThreadPoolExecutor, call: Any, *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(threads, call, *args)

    # Ending --------------------------------------------------------------------------------------
    async def _watch_the_clock(self) -> None:
        config = settings.CONFIG
        while (left := self._seconds_left()) > 0:
            await asyncio.sleep(left)
        is_over = time.monotonic() >= self._ends_at
        sentence = (
            f"A live connection lasts {config.live_minutes:g} minutes here. Connect again to go on."
            if is_over
            else f"Nothing was sent for {config.live_idle_seconds:g} seconds."
        )
        self._is_open = False
        self._backlog.end()
        async with self._taking:
            await self._act(*await self._in(TAKING_IN, self._conversation.close))
        with suppress(TimeoutError):
            await asyncio.wait_for(self._work.join(), LAST_WORDS_SECONDS)
        await self._tell([error_event(TimeIsUp(sentence, code=None if is_over else "session_idle"))])
        with suppress(OSError):
            await self.close(code=CLOSED_BY_TIME)

    def _seconds_left(self) -> float:
        ends_at = min(self._ends_at, self._last_event + settings.CONFIG.live_idle_seconds)
        return ends_at - time.monotonic()

    def _leave(self) -> None:
        """Ends what is done for this client: the piece under way is the last, and nobody is told of it."""
        self._is_open, self._has_left = False, True
        self._departure.happens()
        self._backlog.end()
        for task in self._tasks:
            task.cancel()
        self._hearing.shutdown(wait=False, cancel_futures=True)
        self._stack.close()


def _admitted(scope: dict[str, Any]) -> Admission | Refusal:
    try:
        return admit(scope)
    finally:
        close_old_connections()
