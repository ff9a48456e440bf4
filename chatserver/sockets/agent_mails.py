"""What a console asks about mails: which wait, how one reads, and to send it again."""

from chatserver.actions import mails as sending
from chatserver.actions.office import Office
from chatserver.domain.message import Speaker
from chatserver.mail.preview import preview
from chatserver.protocol import from_agent as ask
from chatserver.protocol import to_agent as told
from chatserver.sockets.agent_session import AgentSession
from chatserver.sockets.mail_views import mail_row
from chatserver.store import conversations, mails


async def list_mails(session: AgentSession, frame: ask.ListMails) -> None:
    """Answer with a page of the mails that wait, or that are given up."""
    client, site = session.office.client, session.hub.site
    found, more = await mails.listed(client, site, frame.name, frame.after or None)
    about = await conversations.load_many(client, site, {mail.conversation for mail in found})
    known = {conversation.id: conversation for conversation in about}
    rows = [mail_row(mail, known[mail.conversation]) for mail in found if mail.conversation in known]
    session.send(told.Mails(frame.name, rows, more, frame.after))


async def read_mail(session: AgentSession, frame: ask.ReadMail) -> None:
    """Answer with how a mail reads now; raises `Refused('error.unknown_mail')`."""
    shown = await preview(await session.post(), session.hub.site, frame.conversation, frame.n)
    session.send(told.MailText(frame.conversation, frame.n, shown.to, shown.subject, shown.text, shown.fault))


async def send_again(session: AgentSession, frame: ask.SendAgain) -> None:
    """Have a mail sent once more."""
    office, site = session.office, session.hub.site
    await sending.send_again(office, site, session.agent, frame.conversation, frame.n)
    session.send(told.Done(frame.ref))


async def ask_transcript(office: Office, site: str, _agent: Speaker, conversation: str) -> None:
    """Mail everything that was said to the visitor, whichever agent asks."""
    await sending.ask_transcript(office, site, conversation)
