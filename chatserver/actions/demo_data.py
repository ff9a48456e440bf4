"""Filling a site with told dialogues: through the real verbs, under a clock that walks through the last days."""

import asyncio
import re
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from chatserver.actions import conversations, messages, promises, visits
from chatserver.actions.office import Office
from chatserver.domain.conversation import Status
from chatserver.domain.dialogue import Dialogue
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id, secret_hash, visitor_id
from chatserver.domain.message import Speaker
from chatserver.domain.presence import AtDesk, Presence
from chatserver.domain.reader import Reader
from chatserver.protocol.values import PageView
from chatserver.store import conversations as stored
from chatserver.store import marks

AGENT = Speaker("0" * 31 + "1", "Nguyễn An")
PLANS = ("Miễn phí", "Cá nhân", "Kinh doanh")
PAGES = (
    ("/demo/pricing", "Bảng giá · Twin AI"),
    ("/demo/app/invoices", "Hoá đơn · Twin AI"),
    ("/demo/docs", "Tài liệu · Twin AI"),
    ("/demo/app/projects", "Dự án · Twin AI"),
)
NAMES = ("lan", "minh", "hoa", "tuan", "mai", "duc", "thu")
VIETNAMESE = re.compile("[ăâđêôơưạ-ỹ]", re.IGNORECASE)
SPAN = timedelta(days=5)
SETTLED = timedelta(minutes=30)  # between now and the last one that has been told to its end
QUEUE_PACE = timedelta(minutes=2)
MOST_WAITING = 5
BEFORE_PROMISE = timedelta(minutes=20)
SILENT = 12  # every so manieth leaves no address


@dataclass(slots=True)
class WalkingClock:
    """A clock that is where it was put, and never beyond `until`."""

    at: datetime
    until: datetime

    def __call__(self) -> datetime:
        return self.at

    def walk(self, seconds: float) -> None:
        """Let time pass."""
        self.at = min(self.at + timedelta(seconds=seconds), self.until)


@dataclass(frozen=True, slots=True)
class Scene:
    """One visitor on one page, with a number that makes them differ."""

    desk: Office
    clock: WalkingClock
    site: str
    number: int
    writer: messages.Writer
    conversation: str
    page: PageView


async def fill_site(office: Office, site: str, dialogues: Sequence[Dialogue], home: str) -> Counter[Status]:
    """Tell dialogues as if they had been had in the five days before `office.now`, and count how they ended.

    The hours decide: inside, an agent takes and answers and the newest still wait; outside, an email is promised,
    and answered if its time has passed. `home` is the address before the pages' paths. Told twice, they are there
    twice. Raises `Unavailable` when Redis is away.
    """
    clock = WalkingClock(office.now, office.now)
    there = Presence(there={AGENT.id: AtDesk(AGENT.id, AGENT.name)})
    desk = Office(
        office.client,
        office.appender,
        clock,
        office.policy(site),
        blobs=office.blobs,
        present={site: there},
        rehearsal=True,
    )
    waiting = min(MOST_WAITING, len(dialogues) // MOST_WAITING)
    ended: Counter[Status] = Counter()
    for number, dialogue in enumerate(dialogues):
        left = len(dialogues) - number
        if left <= waiting:
            clock.at = clock.until - QUEUE_PACE * left
        else:
            clock.at = clock.until - SETTLED - SPAN * left / len(dialogues)
        scene = _scene(desk, clock, site, number, dialogue, home)
        ended[await _tell(scene, dialogue, newest=left <= waiting)] += 1
    return ended


def _scene(desk: Office, clock: WalkingClock, site: str, number: int, dialogue: Dialogue, home: str) -> Scene:
    secret = secrets.token_urlsafe(32)
    language = "vi" if VIETNAMESE.search(dialogue.turns[0].text) else "en"
    writer = messages.Writer(visitor_id(secret), secret_hash(secret), language)
    path, title = PAGES[number % len(PAGES)]
    page = PageView(url=home + path, title=title, referrer=f"{home}/demo", language=language)
    return Scene(desk, clock, site, number, writer, random_id(), page)


async def _tell(scene: Scene, dialogue: Dialogue, *, newest: bool) -> Status:
    desk, visitor = scene.desk, scene.writer.visitor
    start = PageView(url=f"{scene.page.url.partition('/demo')[0]}/demo", title="Twin AI")
    for page in (start, scene.page):
        await visits.see_page(desk, scene.site, visitor, page)
        scene.clock.walk(20)
    await visits.keep_context(desk, scene.site, visitor, {"plan": PLANS[scene.number % len(PLANS)]})
    decision = desk.decision(scene.site)
    if decision.outcome == "email":
        await _opening(scene, dialogue)
        return await _by_mail(scene, decision.reply_by)
    if newest:
        await _opening(scene, dialogue)
        return "waiting"
    await _whole(scene, dialogue)
    return "closed"


async def _opening(scene: Scene, dialogue: Dialogue) -> None:
    """Everything before the first answer."""
    for turn in takewhile(lambda turn: turn.speaker == "visitor", dialogue.turns):
        await _ask(scene, turn.text)


async def _by_mail(scene: Scene, reply_by: datetime | None) -> Status:
    if scene.number % SILENT == SILENT - 1:
        return "email"
    address = f"{NAMES[scene.number % len(NAMES)]}{scene.number}@example.com"
    await conversations.leave_address(
        scene.desk, scene.site, Reader(scene.writer.visitor), scene.conversation, address
    )
    if reply_by is None or reply_by > scene.clock.until:
        return "email"
    scene.clock.at = reply_by - BEFORE_PROMISE
    await conversations.answered_by_mail(scene.desk, scene.site, AGENT, scene.conversation)
    return "closed"


async def _whole(scene: Scene, dialogue: Dialogue) -> None:
    taken = False
    for turn in dialogue.turns:
        if turn.speaker == "visitor":
            await _ask(scene, turn.text)
            continue
        if not taken:
            await conversations.take(scene.desk, scene.site, AGENT, scene.conversation)
        taken = True
        await _answer(scene, turn.text)
    scene.clock.walk(30)
    await _see(scene)
    await conversations.close(scene.desk, scene.site, AGENT, scene.conversation)


async def _see(scene: Scene) -> None:
    """The visitor has read it all: without a widget that says so, every answer would wait to be seen."""
    desk, site, name = scene.desk, scene.site, scene.conversation
    found = await stored.load(desk.client, site, name)
    if found and await marks.mark_read(desk.client, site, name, "visitor", found.seq, found.visitor):
        await promises.see(desk, site, name, found.seq)


async def _ask(scene: Scene, text: str) -> None:
    words = messages.Words(random_id(), text, visits.written_on(scene.desk, scene.site, scene.page))
    while True:
        try:
            await messages.say_as_visitor(scene.desk, scene.site, scene.writer, scene.conversation, words)
            break
        except Refused as refused:  # the append's pace for a visitor (contract S5) holds for us as well
            if refused.retry_after is None:
                raise
            await asyncio.sleep(refused.retry_after)
    scene.clock.walk(_to_write(text))


async def _answer(scene: Scene, text: str) -> None:
    desk, site, conversation, cid = scene.desk, scene.site, scene.conversation, random_id()
    try:
        await messages.say_as_agent(desk, site, AGENT, conversation, cid, text)
    except Refused as refused:  # a running server may have taken what looks hours old for deserted
        if refused.key != "error.not_yours":
            raise
        await conversations.take(desk, site, AGENT, conversation)
        await messages.say_as_agent(desk, site, AGENT, conversation, cid, text)
    scene.clock.walk(_to_write(text))


def _to_write(text: str) -> float:
    return 12 + len(text) / 5
