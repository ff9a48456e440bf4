"""HTML to text: what a person sees, in their paragraphs, and nothing else."""

import pytest

from chatserver.mail.parse.html_depth import is_deep
from chatserver.mail.parse.html_lines import html_lines, shortened
from chatserver.mail.parse.lines import as_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("một<br>hai", "một\nhai"),
        ("<p>một</p><p>hai</p>", "một\n\nhai"),
        ("<p class=MsoNormal>một</p><p class=MsoNormal>hai</p>", "một\nhai"),
        ("<div>một</div><div><br></div><div>hai</div>", "một\n\nhai"),
        ("một\n   hai\t<b>ba</b>", "một hai ba"),
        ("<ul><li>a<li>b<ol><li>c</ol></ul>", "- a\n- b\n  1. c"),
        ("<table><tr><td>a<td>b</tr><tr><td></td><td>c</td></tr></table>", "a | b\nc"),
        ("<table><tr><th>Mã đơn: </th><td>1042</td></tr></table>", "Mã đơn: 1042"),
        ("<a href='https://x.vn/1'>đây</a>", "đây (https://x.vn/1)"),
        ("<a href='https://x.vn'>x.vn</a> <a href='mailto:a@x.vn'>a@x.vn</a>", "x.vn a@x.vn"),
        ("<a href='javascript:x'>đây</a> <a href='#'>đó</a>", "đây đó"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a<script>b</script><style>c</style><!-- d --><title>e</title>f", "af"),
        ("a<![if !vml]>b<![endif]><!--[if mso]>c<![endif]-->d", "abd"),
        ("a<span style='display: none'>b</span><div hidden>c</div>d", "a\nd"),
        ("1 < 2 &amp; 3 &gt; 2 &nbsp;x&#7843;", "1 < 2 & 3 > 2  xả"),
        ("&gt;", ">"),
        ("a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n\n> b\n>\n>> c\n\nd"),
        ("<b>chưa đóng", "chưa đóng"),
        ("</div></p>chưa mở", "chưa mở"),
        ("<script>không đóng", "không đóng"),
        ("<p>a<!-- không đóng <b>", "a"),
        ("vui <img alt='😀' src=x> <img alt='ảnh của tôi' src=y>", "vui 😀"),
        ("", ""),
    ],
)
def test_what_is_seen_is_written_down(html: str, text: str) -> None:
    assert as_text(html_lines(html)) == text


def test_embedded_pictures_do_not_crowd_out_the_words() -> None:
    html = f"<img src='data:image/png;base64,{'A' * 2_000_000}'><p>chữ sau ảnh</p>"
    assert as_text(html_lines(shortened(html))) == "chữ sau ảnh"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 3000,
        "<svg>" + "<div>" * 3000 + "</svg>",
        "<div><marquee></div></marquee>" * 3000,  # a marquee keeps what is around it open
        "<DIV></x>" * 3000,
        "<!--" + "<b>" * 3000,
    ],
)
def test_html_that_hurts_who_cleans_it_is_known(html: str) -> None:
    assert is_deep(html)


@pytest.mark.parametrize(
    "html",
    ["<p>x" * 9000, "<div>x</div>" * 9000, "<ul>" + "<li>x" * 9000, "<br>" * 9000, "<b><i>x</b></i>" * 900],
)
def test_long_html_is_not_deep(html: str) -> None:
    assert not is_deep(html)
