"""Files go along with a mail when they are small, and as links when they are not, or cannot be read."""

from chatserver.actions.files import of_agent
from chatserver.mail import enclosures
from chatserver.mail.words.talk import size_in_words
from chatserver.store.blobs import blob
from chatserver.store.client import Client
from tests.actions.desk import SITE
from tests.mail.story import LAN, Story, html, plain, story

PDF = b"%PDF-1.4 " + b"x" * 299_991


async def asked(told: Story, *files: tuple[str, str, bytes]) -> list[str]:
    sent = [await told.sends_file(*one) for one in files]
    await told.asks("Hoá đơn tôi gửi kèm đây.", files=tuple(sent))
    await told.leaves(LAN)
    return sent


async def test_small_files_go_along_under_their_own_names(client: Client) -> None:
    async with story(client) as told:
        [file] = await asked(told, ("Hoá đơn, “tháng 2”.pdf", "application/pdf", PDF))
        mail = await told.mail("capture")
        [attached] = mail.iter_attachments()
        assert attached.get_filename() == "Hoá đơn, “tháng 2”.pdf"
        assert attached.get_content_type() == "application/pdf"
        assert attached.get_content() == PDF
        link = f"https://chat.shop.example/files/{SITE}/{file}/Ho%C3%A1%20%C4%91%C6%A1n"
        assert f"Hoá đơn, “tháng 2”.pdf (300 KB): {link}" in plain(mail)
        assert link in html(mail)


async def test_files_that_are_too_big_together_are_links(client: Client) -> None:
    async with story(client) as told:
        big = b"%PDF-1.4 " + b"x" * 6_000_000
        files = [(f"{n}.pdf", "application/pdf", big) for n in (1, 2)]
        await asked(told, *files, ("nhỏ.pdf", "application/pdf", PDF))
        mail = await told.mail("capture")
        assert [one.get_filename() for one in mail.iter_attachments()] == ["1.pdf", "nhỏ.pdf"]
        assert "2.pdf (6,0 MB): https://chat.shop.example/files/" in plain(mail)
        assert len(mail.as_bytes()) < 1.4 * enclosures.MOST_BYTES


async def test_a_file_that_cannot_be_read_holds_no_mail_back(client: Client) -> None:
    async with story(client) as told:
        [file] = await asked(told, ("1.pdf", "application/pdf", PDF))
        await told.desk.office.blobs.delete(blob(SITE, file))
        mail = await told.mail("capture")
        assert list(mail.iter_attachments()) == []
        assert file in plain(mail)


async def test_text_goes_along_as_a_download(client: Client) -> None:
    async with story(client) as told:
        await asked(told, ("lỗi.log", "text/plain", "hỏng".encode()))
        [attached] = (await told.mail("capture")).iter_attachments()
        assert attached.get_content_type() == "application/octet-stream"
        assert attached.get_content_disposition() == "attachment"
        assert attached.get_content() == "hỏng".encode()


async def test_an_agents_files_go_along_and_the_visitors_own_are_quoted_as_links(client: Client) -> None:
    async with story(client) as told:
        await asked(told, ("hoá đơn.pdf", "application/pdf", PDF))
        made = await told.sends_file("bản đúng.pdf", "application/pdf", PDF, of_agent("an"))
        await told.answers("", files=(made,))
        mail = await told.mail("answer")
        assert [one.get_filename() for one in mail.iter_attachments()] == ["bản đúng.pdf"]
        assert "hoá đơn.pdf (300 KB): https://" in plain(mail)


def test_sizes_are_worded_as_people_read_them() -> None:
    worded = [size_in_words(size, "vi") for size in (0, 999, 1000, 240_400, 1_000_000, 25_000_000)]
    assert worded == ["0 B", "999 B", "1 KB", "240 KB", "1,0 MB", "25,0 MB"]
    assert size_in_words(1_260_000, "en") == "1.3 MB"
