"""A mail to be saved: for desks whose server sends none, and for whoever wants to see all of it."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from chatserver.domain.errors import Refused
from chatserver.mail.outgoing import Post
from chatserver.mail.preview import as_file
from chatserver.store.secrets import own_secret
from chatserver.web import session_cookie

NAME = re.compile(r"([0-9a-f]{32})\.([1-9]\d{0,8})")


async def download(request: Request) -> Response:
    """GET /console/{site_id}/mails/{conversation}.{n}.eml: absent and strangers' mails answer alike (contract S2)."""
    site, named = request.path_params["site_id"], NAME.fullmatch(request.path_params["name"])
    who = await session_cookie.who(request)
    if who is None or not who.agent.role_on(site) or named is None:
        raise HTTPException(404)
    state = request.state
    post = Post(state.board.office, state.settings, await own_secret(state.redis))
    try:
        content = await as_file(post, site, named[1], int(named[2]))
    except Refused:
        raise HTTPException(404) from None
    headers = {
        "Content-Disposition": f'attachment; filename="{named[0]}.eml"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type="message/rfc822", headers=headers)
