"""The whole mail that words came by, for agents: hostile from its first byte to its last (contract S3)."""

import asyncio
import re
from urllib.parse import quote

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chatserver.actions.files import MAIL
from chatserver.clock import from_millis
from chatserver.mail.addresses import own_domain
from chatserver.mail.parse.reading import read_mail
from chatserver.mail.safe_html import has_pictures, safe_html
from chatserver.store import files
from chatserver.store.blobs import blob
from chatserver.texts import word_instant
from chatserver.web import session_cookie
from chatserver.web.language import language_of
from chatserver.web.page import page

ID = re.compile(r"[0-9a-f]{32}")
RFC822 = "message/rfc822"
SANDBOX = "sandbox allow-popups allow-popups-to-escape-sandbox allow-downloads"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    + SANDBOX
)
"""No pictures, no scripts, nobody's origin: what slips through the sanitiser still reaches nothing."""


async def show(request: Request) -> Response:
    """GET /console/{site_id}/letters/{file_id}: absent and strangers' letters answer alike (contract S2)."""
    who = await session_cookie.who(request)
    if who is None:
        return RedirectResponse(f"/signin?next={quote(request.scope['path'], safe='/')}", 303)
    site, file_id = request.path_params["site_id"], request.path_params["file_id"]
    raw = await _raw(request)
    mail = await asyncio.to_thread(read_mail, raw, own_domain(request.state.settings))
    html = await asyncio.to_thread(safe_html, mail.html)
    zone = request.state.board.office.rules(site).zone
    at = word_instant(from_millis(mail.sent_at), zone, language_of(request)) if mail.sent_at else ""
    return page(
        request,
        "letter",
        headers={"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"},
        mail=mail,
        at=at,
        html=Markup(html),
        pictures=has_pictures(mail.html),
        whole=f"/console/{site}/letters/{file_id}.eml",
    )


async def download(request: Request) -> Response:
    """GET /console/{site_id}/letters/{file_id}.eml: the mail as it came."""
    headers = {
        "Content-Disposition": 'attachment; filename="message.eml"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return Response(await _raw(request), media_type=RFC822, headers=headers)


async def _raw(request: Request) -> bytes:
    site, file_id = request.path_params["site_id"], request.path_params["file_id"]
    who = await session_cookie.who(request)
    if who is None or not who.agent.role_on(site) or not ID.fullmatch(file_id):
        raise HTTPException(404)
    file = await files.load(request.state.redis, site, file_id)
    if file is None or file.owner != MAIL or file.type != RFC822:
        raise HTTPException(404)
    try:
        pieces = [piece async for piece in request.state.board.office.blobs.read(blob(site, file_id))]
    except FileNotFoundError:
        raise HTTPException(404) from None
    return b"".join(pieces)
