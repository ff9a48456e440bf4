"""Composition root: every route, every middleware, every task of the process; knows all, does nothing."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypedDict

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from chatserver.actions.office import Office
from chatserver.background import Background
from chatserver.clock import Clock, system_clock
from chatserver.domain.errors import ChatError
from chatserver.domain.policy import Policy
from chatserver.mail.mailbox_watch import watch_mailbox
from chatserver.mail.worker import mailing
from chatserver.settings import Settings
from chatserver.sockets.agent import agent_socket
from chatserver.sockets.desk_watch import watch_desks
from chatserver.sockets.heartbeat import keep_alive
from chatserver.sockets.hub import Hub
from chatserver.sockets.identity_watch import watch_identities
from chatserver.sockets.poll import poll
from chatserver.sockets.queue_watch import watch_queues
from chatserver.sockets.switchboard import Switchboard
from chatserver.sockets.visitor import visitor_socket
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.blobs import open_blobs
from chatserver.store.client import Client, StoreFault, bus_client, command_client
from chatserver.store.health import takes_writes
from chatserver.store.scripts import source
from chatserver.sweeper import sweep, sweep_all_files
from chatserver.web import (
    articles,
    aside,
    console,
    decision,
    demo,
    errors,
    files,
    health,
    hosted_chat,
    hosted_form,
    letter,
    mail_file,
    privacy,
    setup,
    sign_in,
    sign_out,
    site_door,
    stored_file,
    upload,
)
from chatserver.web.bodies import Bodies
from chatserver.web.headers import SecurityHeaders
from chatserver.web.mail_door import MailDoor

log = logging.getLogger(__name__)


class State(TypedDict):
    """What requests and sockets find in their `state`."""

    redis: Client
    settings: Settings
    clock: Clock
    board: Switchboard
    bodies: Bodies
    ready: Callable[[], Awaitable[dict[str, bool]]]


def create_app(settings: Settings, seed: Policy, clock: Clock = system_clock) -> Starlette:
    """The application over `settings.redis_url`; `seed` is for sites that have no policy of their own.

    `clock` is replaced only by entry points under tests/. Raises `SettingsFault` for a FILES_URL it cannot use.
    """

    blobs = open_blobs(settings.files_url, settings.data_dir)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[State]:
        client, bus = command_client(settings.redis_url), bus_client(settings.redis_url)
        async with asyncio.TaskGroup() as group:
            tasks = Background(group)
            appends = Batch(client, source("append"), tasks, settings.redis_replicas)
            office = Office(client, Appender(appends), clock, seed, blobs=blobs)
            board = Switchboard(office, Hub(client, bus, tasks), settings, tasks)
            app.state.board = board
            tasks.keep(board.hub.bus.run, "bus")
            tasks.keep(lambda: keep_alive(board), "heartbeat")
            tasks.keep(lambda: watch_desks(board), "desk watch")
            tasks.keep(lambda: watch_queues(board), "queue watch")
            tasks.keep(lambda: watch_identities(board), "identity watch")
            tasks.keep(lambda: sweep(office), "sweeper")
            tasks.keep(lambda: sweep_all_files(office), "files' sweeper")
            if settings.imap_url:
                tasks.keep(lambda: watch_mailbox(office, settings), "mailbox")
            async with mailing(office, settings, tasks):
                yield State(
                    redis=client,
                    settings=settings,
                    clock=clock,
                    board=board,
                    bodies=Bodies(),
                    ready=lambda: readiness(board),
                )
            await tasks.end()
        await client.aclose()
        await bus.aclose()

    return Starlette(routes=ROUTES, middleware=MIDDLEWARE, exception_handlers=HANDLERS, lifespan=lifespan)


async def readiness(board: Switchboard) -> dict[str, bool]:
    """The parts without which we should get no visitors."""
    redis = await takes_writes(board.office.client, board.settings.redis_replicas)
    return {"redis": redis, "bus": board.hub.bus.connected.is_set(), "accepting": not board.draining}


ROUTES = [
    Route("/", RedirectResponse("/console")),
    Route("/widget.js", files.loader),
    Route("/widget-{hash}.js", files.pinned_loader),
    Route("/static/{path:path}", files.static_file),
    Route("/healthz", health.alive),
    Route("/readyz", health.ready),
    Route("/api/site/{site_key}", site_door.ask),
    Route("/api/poll/{site_key}", poll, methods=["POST"]),
    Route("/api/articles/{site_key}", articles.listed, methods=["GET", "OPTIONS"]),
    Route("/api/articles/{site_key}/{article}", articles.show, methods=["GET", "OPTIONS"]),
    Route("/api/decision", decision.show, methods=["GET", "OPTIONS"]),
    Route("/api/texts/{language}", files.texts),
    Route("/api/files/{site}", upload.begin, methods=["POST", "OPTIONS"]),
    Route("/api/files/{site}/{file_id}", upload.go_on, methods=["GET", "PUT", "DELETE", "OPTIONS"]),
    Route("/files/{site_id}/{file_id}/{name}", stored_file.show),
    Route("/mail/inbound", MailDoor().take, methods=["POST"]),
    Route("/chat/{site_key}", hosted_chat.show),
    Route("/chat/{site_key}", hosted_form.submit, methods=["POST"]),
    Route("/chat/{site_key}/received/{receipt}", hosted_form.received),
    Route("/privacy", privacy.show),
    Route("/signin", sign_in.show),
    Route("/signin", sign_in.submit, methods=["POST"]),
    Route("/signout", sign_out.submit, methods=["POST"]),
    Route("/setup", setup.show),
    Route("/setup", setup.submit, methods=["POST"]),
    Route("/demo", demo.home),
    Route("/demo/pricing", demo.pricing),
    Route("/demo/docs", demo.docs),
    Route("/demo/app", demo.app),
    Route("/demo/app/{view}", demo.app),
    Route("/console", console.start),
    Route("/console/{site_id}", console.show),
    Route("/console/{site_id}/aside", aside.show),
    Route("/console/{site_id}/letters/{file_id}.eml", letter.download),
    Route("/console/{site_id}/letters/{file_id}", letter.show),
    Route("/console/{site_id}/mails/{name}.eml", mail_file.download),
    WebSocketRoute("/ws/agent/{site_id}", agent_socket),
    WebSocketRoute("/ws/{site_key}", visitor_socket),
]
MIDDLEWARE = [Middleware(SecurityHeaders)]
HANDLERS: dict[Any, Any] = {
    ChatError: errors.on_chat_error,
    HTTPException: errors.on_http_error,
    WebSocketDisconnect: errors.on_gone,
    **dict.fromkeys(StoreFault, errors.on_store_fault),
    Exception: errors.on_anything,
}
