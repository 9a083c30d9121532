"""Rich text read once: nothing unsafe, always well formed, the same words three ways."""

from __future__ import annotations

import mrml
from hypothesis import given
from hypothesis import strategies as st

from matinee.editions.rich import Rich

PIECES = [
    "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<br>",
    "<a href='https://example.org/?a=1&b=2'>", "</a>", "<script>alert(1)</script>", "<h2>", "</h2>",
    "<a href='javascript:alert(1)'>", "<img src=x onerror=y>", "words ", "&amp; ", "&#57344;", "<",
    "“é” ", "<div style='x'>", "</div>", "\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_whatever_comes_in_is_well_formed_and_safe(pieces: list[str]) -> None:
    rich = Rich.of("".join(pieces))
    html = rich.html({"p": "margin:0"})
    assert "script" not in html
    assert "onerror" not in html
    assert "\ue000" not in html
    column = f"<mj-column><mj-text>{html}</mj-text></mj-column>"
    page = f"<mjml><mj-body><mj-section>{column}</mj-section></mj-body></mjml>"
    assert mrml.to_html(page).content
    rich.paragraphs()


def test_links_keep_their_words_and_unsafe_ones_only_their_words() -> None:
    rich = Rich.of("<p><a href='https://a.org'>A <b>b</b></a> <a href='javascript:x()'>bad</a></p>")
    assert rich.links == [("https://a.org", "A b")]
    assert rich.html() == '<p><a href="https://a.org">A <b>b</b></a> bad</p>'


def test_emptiness_is_seen_through_tags() -> None:
    assert not Rich.of("<p> </p><p><br/></p>")
    assert Rich.of("<p>x</p>")
