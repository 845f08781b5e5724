"""Whatever HTML comes in, only the short list of tags goes out: the corpus is what attackers try."""

import re

import pytest

from engine.context import Person
from engine.errors import Invalid
from engine.richtext import MAX_HTML, TAGS, cleaned, mentioned, plain

HOSTILE = (
    "<script>alert(1)</script>ok",
    "<img src=x onerror=alert(1)>ok",
    "<svg onload=alert(1)>ok</svg>",
    "<svg><script>alert(1)</script></svg>ok",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>ok",
    "<a href='javascript:alert(1)'>ok</a>",
    "<a href='JaVaScRiPt:alert(1)'>ok</a>",
    "<a href='&#106;avascript:alert(1)'>ok</a>",
    "<a href='java\tscript:alert(1)'>ok</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>ok</a>",
    "<a href='vbscript:msgbox(1)'>ok</a>",
    "<a href='//evil.example/x'>ok</a>",
    "<a href='https://x.example' onclick=alert(1) style='position:fixed;inset:0'>ok</a>",
    "<div style='background:url(javascript:alert(1))'>ok</div>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>ok",
    "<object data='data:text/html,<script>alert(1)</script>'></object>ok",
    "<embed src='javascript:alert(1)'>ok",
    "<form action='/logout' method=post><button>ok</button></form>",
    "<input autofocus onfocus=alert(1)>ok",
    "<details open ontoggle=alert(1)>ok</details>",
    "<video><source onerror=alert(1)></video>ok",
    "<base href='https://evil.example/'>ok",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>ok",
    "<link rel=stylesheet href='https://evil.example/x.css'>ok",
    "<style>*{display:none}</style>ok",
    "<template><script>alert(1)</script></template>ok",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>ok</noscript>",
    "<p hx-get='/logout' hx-trigger=load data-hx-post='/boards'>ok</p>",
    "<b id=dialog class=toast name=board>ok</b>",
    "<span data-mention='1 onmouseover=alert(1)'>ok</span>",
    "<span data-mention='1\"><script>alert(1)</script>'>ok</span>",
    '<figure data-trix-attachment=\'{"content":"<img src=x onerror=alert(1)>"}\'>ok</figure>',
    "<!--><script>alert(1)</script>-->ok",
    "<<script>script>alert(1)<</script>/script>ok",
    "<p>ok<scr\0ipt>alert(1)</script>",
    "<a href='https://ok.example' target=_self rel=opener>ok</a>",
)
OPENED = re.compile(r"<([a-z0-9]+)([^>]*)>")
HARMLESS = re.compile(r'(?: (?:href="(?:https?://|mailto:)[^"<>]*"|data-mention="\d{1,18}"))*')


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_a_browser_would_carry_out_is_left(html: str) -> None:
    clean = cleaned(html)
    for tag, attributes in OPENED.findall(clean):
        assert tag in TAGS
        assert HARMLESS.fullmatch(attributes), attributes
    assert "ok" in clean


@pytest.mark.parametrize("html", HOSTILE)
def test_cleaning_again_changes_nothing(html: str) -> None:
    assert cleaned(cleaned(html)) == cleaned(html)


def test_what_people_format_stays() -> None:
    html = "<div><strong>B</strong> <em>I</em> <del>D</del><br></div><ul><li>one</li></ul><blockquote>q</blockquote>"
    assert cleaned(html) == html


def test_of_a_link_only_its_address_stays() -> None:
    clean = cleaned('<a href="https://example.org/?a=1&amp;b=2" title="x" target="_self">there</a>')
    assert clean == '<a href="https://example.org/?a=1&amp;b=2">there</a>'


def test_mentions_are_ids_and_their_words_are_names_of_today() -> None:
    clean = cleaned('<div>Ask <span data-mention="7">@Old Name</span> &amp; go</div><p>Second</p>')
    assert clean == '<div>Ask <span data-mention="7"></span> &amp; go</div><p>Second</p>'
    assert mentioned(clean) == [7]
    assert plain(clean, {7: Person(7, "New Name", "n@example.org")}) == "Ask @New Name & go\nSecond"


@pytest.mark.parametrize("html", ["", "   ", "<div><br></div>", "<script>alert(1)</script>", "<img src=x>"])
def test_an_update_without_words_is_refused(html: str) -> None:
    with pytest.raises(Invalid, match="Write something"):
        cleaned(html)


@pytest.mark.parametrize("html", ["a" * 20_001, "<b>" * (MAX_HTML // 3 + 1)])
def test_an_update_that_is_too_long_is_refused(html: str) -> None:
    with pytest.raises(Invalid, match="20000"):
        cleaned(html)


def test_an_emoji_and_right_to_left_text_stay() -> None:
    assert cleaned("👩‍👩‍👧‍👦 مرحبا") == "👩‍👩‍👧‍👦 مرحبا"
