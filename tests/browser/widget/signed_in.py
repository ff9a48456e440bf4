"""A shop that knows who is signed in, and signs it for the widget."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from chatserver.domain.identity_rules import IdentityKey, IdentityRules
from chatserver.store import identities, sites
from chatserver.store.client import command_client
from tests.browser.widget.shop import STUB, OnPage, Shop
from tests.clients import ORIGIN, new_id, new_secret
from tests.server import ServerProcess
from tests.signing import SECRET, claims_of, sign

KEY = IdentityKey("k1", "HS256", SECRET, 0)
IDENTIFY = "chatserver('identify',()=>{window.asked=(window.asked||0)+1;return window.shopToken()})"
CALLBACK = f"<script>{STUB};{IDENTIFY}</script>"


@dataclass
class Pen:
    """The shop's key and the rules of its site; `down`: the shop's server cannot sign just now."""

    server: ServerProcess
    redis_url: str
    down: bool = False
    plan: str = "Business"
    site: str = ""
    _who: dict[Page, str] = field(default_factory=dict)

    def rule(self, *, required: bool = False, anonymous: bool = True) -> None:
        """Set the site's rules, and wait until the server follows."""
        self._keep(IdentityRules({"k1": KEY}, required, anonymous))
        while not self._follows(anonymous=anonymous):
            pass

    def retire(self) -> None:
        """The site knows no key any more."""
        self._keep(IdentityRules())

    def sign_for(self, page: Page, who: str) -> None:
        """Somebody signs in on a page of the shop: `window.shopToken()` is theirs from now on."""
        if page not in self._who:
            page.expose_function("shopToken", lambda: self._answer(page))
        self._who[page] = who

    def token(self, who: str, **claims: Any) -> str:
        """What the shop's server signs."""
        return sign(claims_of(self.site, self.server.clock(), sub=who, **claims), "k1")

    def later(self, seconds: int) -> int:
        """An instant for a claim."""
        return int(self.server.clock().timestamp()) + seconds

    def turn(self, minutes: float) -> None:
        """Let time go on."""
        self.server.clock.turn_to(self.server.clock() + timedelta(minutes=minutes))

    def _answer(self, page: Page) -> str:
        if self.down:
            raise RuntimeError("the shop is down")
        return self.token(self._who[page], plan=self.plan)

    def _keep(self, rules: IdentityRules) -> None:
        with ThreadPoolExecutor(1) as threads:  # Playwright's own loop is running in this one
            self.site = threads.submit(asyncio.run, _keep(self.redis_url, rules)).result()

    def _follows(self, *, anonymous: bool) -> bool:
        """Whether a stranger may write as the rules say, and a token is taken."""
        url = f"{self.server.ws_url}/ws/{self.server.site_key}"
        with connect(url, subprotocols=[Subprotocol("chat.v1")], origin=Origin(ORIGIN)) as socket:
            _ask(socket, "welcome", t="hello", secret=new_secret())
            said = _ask(socket, "ack", t="say", conversation=new_id(), cid=new_id(), text="Xin chào")
            told = _ask(socket, "identified", t="identify", token=self.token(new_id()))
        return bool((said["t"] == "ack") == anonymous and told["t"] == "identified")


def signed_in(shop: Shop, pen: Pen, who: str, path: str = "/pricing") -> OnPage:
    """A page of the shop for somebody who is signed in there."""
    page = shop.context.new_page()
    pen.sign_for(page, who)
    page.goto(shop.origin + path)
    page.locator("chatserver-widget").wait_for(state="attached")
    return OnPage(page)


LEFT = """async () => {
          const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
          const answer = (asked) => new Promise((done) => (asked.onsuccess = () => done(asked.result)));
          for (const { name } of await indexedDB.databases()) {
            const base = await answer(indexedDB.open(name));
            for (const table of base.objectStoreNames) {
              found.push(JSON.stringify(await answer(base.transaction(table).objectStore(table).getAll())));
            }
            base.close();
          }
          return found.join('\\n');
        }"""


def nothing_left(page: Page, text: str) -> None:
    """Wait until the browser keeps no such text of the site."""
    page.wait_for_function(f"async (text) => !(await ({LEFT})()).includes(text)", arg=text)


async def _keep(redis_url: str, rules: IdentityRules) -> str:
    client = command_client(redis_url)
    site = (await sites.all_sites(client))[0].id
    await identities.keep_rules(client, site, rules)
    await client.aclose()
    return site


def _ask(socket: ClientConnection, good: str, **frame: Any) -> dict[str, Any]:
    socket.send(json.dumps(frame))
    while True:
        told: dict[str, Any] = json.loads(socket.recv(timeout=10))
        if told["t"] in {good, "nack"}:
            return told
