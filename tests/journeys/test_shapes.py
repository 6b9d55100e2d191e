"""Which pages the browser is spared: only those that hold nothing which isn't looked at elsewhere."""

import pytest

from tests.journeys.shapes import choose_pages, find_slips, read_frame, read_page

PAGE = "<title>t</title><nav><a href=/a>a</a></nav><main class=page><h1>x</h1>{}</main>"


def choose(*matters: str) -> list[str]:
    """Choose among pages of these matters, named by their numbers."""
    return choose_pages({str(at): read_page(PAGE.format(matter).encode()) for at, matter in enumerate(matters)})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>some words</p>", "<p>other words</p>"),
        ("<ul><li>a</ul>", "<ul><li>a<li>b<li>c</ul>"),
        ("<p><b>x</b></p><p><i>x</i></p><hr>", "<p><b>x</b><i>y</i></p>"),
        ('<a href="/1" id="one">x</a>', '<a href="/2" id="two">x</a>'),
        ('<input name="one" required maxlength="9">', '<input name="two" value="x" hx-get="/">'),
        ('<p><b>x</b></p><p title="one"></p>', '<p title="two"><b>x</b></p>'),
        ("<select><option>x</select>", '<select><optgroup label="y"><option selected>x</select>'),
    ],
)
def test_a_page_built_of_the_same_parts_is_spared(one: str, other: str) -> None:
    assert choose(one, other) == ["0"]


@pytest.mark.parametrize(
    "other",
    [
        '<a href="/">x</a><img src="x">',
        '<a href="/"></a><img src="x" alt="">',
        '<a href="/" class="faint">x</a><img src="x" alt="">',
        '<a href="/" role="button">x</a><img src="x" alt="">',
        '<a href="/" tabindex="-1">x</a><img src="x" alt="">',
        '<div><a href="/">x</a></div><img src="x" alt="">',
        '<a href="/">x</a><img src="x" alt=""><script src="/other.js"></script>',
        '<a href="/">x</a><img src="x" alt=""><input type="date">',
        '<div hidden><a href="/">x</a></div><img src="x" alt="">',
    ],
)
def test_a_page_with_any_other_part_is_opened(other: str) -> None:
    assert "1" in choose('<a href="/">x</a><img src="x" alt="">', other)


def test_a_frame_is_what_stands_around_the_main_matter() -> None:
    one, other = read_page(PAGE.format("<p>x</p>").encode()), read_page(PAGE.format("<table></table>").encode())
    assert read_frame(one) == read_frame(other) != frozenset()
    assert read_frame(one) != read_frame(read_page(PAGE.replace("<a ", "<a class=current ").format("").encode()))
    assert read_frame(read_page(b"<title>t</title><p>no main matter</p>")) == frozenset()


@pytest.mark.parametrize(
    ("matter", "slip"),
    [
        ("<h2>y</h2><h3>z</h3>", []),
        ("<h3>z</h3>", ["after h1 comes h3"]),
        ("<h1>y</h1>", ["the page has not one h1"]),
        ("<p id=a><b id=a>", ["2 elements are named a"]),
    ],
)
def test_what_is_wrong_with_a_whole_page_is_found_without_opening_it(matter: str, slip: list[str]) -> None:
    assert find_slips(read_page(PAGE.format(matter).encode())) == slip
