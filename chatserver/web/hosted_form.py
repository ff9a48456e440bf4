"""The plain form of /chat/{site_key}: a question, an address, a promise; no script, no cookie, no secret."""

from dataclasses import replace
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chatserver.actions import forms
from chatserver.clock import from_millis
from chatserver.domain.address import masked, suggestion
from chatserver.domain.conversation import Conversation
from chatserver.domain.errors import ChatError, Unavailable
from chatserver.domain.policy import PolicyVersion
from chatserver.store.client import StoreFault
from chatserver.texts import say, word_promise
from chatserver.web import hosted_chat
from chatserver.web.client import counted_as
from chatserver.web.csrf import require_own_page
from chatserver.web.errors import headers_of, status_of, words_of
from chatserver.web.form import read_form
from chatserver.web.hosted_sheet import Sheet, place_of, read
from chatserver.web.hosted_view import site_of, zone_name
from chatserver.web.language import language_of
from chatserver.web.page import page

LARGEST = 256 * 1024
"""Bytes of 10,000 Vietnamese letters in a form: up to three signs a byte, three bytes and more a letter."""
ID_LENGTH = 32
RETRY_AFTER_S = 60


async def submit(request: Request) -> Response:
    """POST /chat/{site_key}: 303 to the page that says by when, or the form again with what is wrong, in its place."""
    require_own_page(request)
    with request.state.bodies.reading(counted_as(request)):
        sheet = read(await read_form(request, LARGEST))
    try:
        return await _taken(request, sheet)
    except (Unavailable, *StoreFault):
        return _later(request, sheet)


async def received(request: Request) -> Response:
    """GET /chat/{site_key}/received/{receipt}: by when we answer, as it stands now; never a word of theirs (S2)."""
    office, receipt = request.state.board.office, request.path_params["receipt"]
    site = await site_of(request)
    found = await forms.received(office, site.id, receipt[:ID_LENGTH], receipt[ID_LENGTH:])
    if found is None:
        raise HTTPException(404)
    rules, language = office.rules(site.id), language_of(request)
    return page(
        request,
        "hosted_received",
        headers={"X-Robots-Tag": "noindex"},
        company=rules.company,
        site_key=site.key,
        privacy_url=rules.privacy_page(site.id, language),
        masked=masked(found.email),
        promise=_promise(found, rules, language, office.now),
        zone=zone_name(rules, from_millis(found.promise_at)) if found.promise_at else "",
        mailed=bool(request.state.settings.email_url and found.promise_at),
    )


async def _taken(request: Request, sheet: Sheet) -> Response:
    language = language_of(request)
    if sheet.is_likely_slip:
        return await hosted_chat.answer(request, _pointed_out(sheet, {}), 400)
    site = await site_of(request)
    office = request.state.board.office
    try:
        conversation = await forms.ask(office, site.id, sheet.filled(language), counted_as(request))
    except Unavailable:
        raise
    except ChatError as refused:
        faults = {place_of(refused): words_of(refused, language)}
        again = await hosted_chat.answer(request, _pointed_out(sheet, faults), status_of(refused))
        again.headers.update(headers_of(refused))
        return again
    receipt = conversation + await forms.seal(office, site.id, conversation)
    return RedirectResponse(f"/chat/{site.key}/received/{receipt}?lang={language}", 303)


def _pointed_out(sheet: Sheet, faults: dict[str, str]) -> Sheet:
    return replace(sheet, faults=faults, meant=suggestion(sheet.email) or "", weighed=sheet.email)


def _later(request: Request, sheet: Sheet) -> Response:
    """Nothing can be read or stored just now: the words are handed back, to be sent again under the same id (R17)."""
    headers = {**hosted_chat.HEADERS, "Retry-After": str(RETRY_AFTER_S)}
    key = request.path_params["site_key"]
    return page(request, "hosted_later", status=503, headers=headers, sheet=sheet, site_key=key, choices=[])


def _promise(found: Conversation, rules: PolicyVersion, language: str, now: datetime) -> str:
    """By when; '' once an answer has gone out."""
    if found.answered or not found.waiting_since:
        return ""
    if not found.promise_at or found.promise_at <= now.timestamp() * 1000:
        return say("explain.unpromised", language)
    return say(
        "promise.by",
        language,
        promise=word_promise(from_millis(found.promise_at), rules.zone, language, now),
    )
