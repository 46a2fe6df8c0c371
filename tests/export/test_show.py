"""The page of a letter in a real browser, and the letter in the terminal."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pytest
from paths import ROOT
from rich.console import Console
from typer.testing import CliRunner

import imrnlp
from imrnlp.cli import app
from imrnlp.components.colours import COLOURS
from imrnlp.export.html import letter_page
from imrnlp.export.terminal import print_letter

DEV = ROOT / "data" / "letters" / "dev"
LETTERS = sorted(DEV.glob("*.txt"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REQUIRED = os.environ.get("IMRNLP_REQUIRE_ALL") == "1"


@pytest.fixture(scope="module")
def browser():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return pytest.fail("playwright is missing") if REQUIRED else pytest.skip("playwright is missing")
    if not CHROMIUM:
        return pytest.fail("Chromium is missing") if REQUIRED else pytest.skip("Chromium is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser):
    """Opens a file; whatever its console says fails the test."""
    said, contexts = [], []

    def visit(file: Path, width: int = 1280, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda m: said.append(m.text))
        page.on("pageerror", lambda e: said.append(str(e)))
        page.on("dialog", lambda d: (said.append(d.message), d.dismiss()))
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else said.append(r.url))
        page.goto(file.as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()
    assert said == []


def made(folder: Path, source: Path) -> Path:
    file = folder / "page.html"
    file.write_text(letter_page(imrnlp.extract(source), imrnlp.read_text(source)), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "source", [LETTERS[0], LETTERS[2], DEV / "dmhc-lumbar-fusion.txt"], ids=lambda p: p.stem
)
def test_the_page_holds_the_letter_and_fits(visit, tmp_path, source):
    file = made(tmp_path, source)
    for width in (400, 768, 1280):
        page = visit(file, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.querySelector('pre').textContent") == imrnlp.read_text(source)


def test_a_field_lights_its_words_and_words_their_field(visit, tmp_path):
    page = visit(made(tmp_path, DEV / "2014-knee-arthroscopy.txt"))
    page.click("#i2 > .head")
    lit = page.locator("mark.on").all_inner_texts()
    assert "Associated surgical service: Cold therapy unit, 21 day rental" in "".join(dict.fromkeys(lit))
    page.wait_for_function(
        "() => { const b = document.querySelector('mark.on').getBoundingClientRect();"
        " return b.top > 0 && b.bottom < innerHeight }"
    )
    page.click("mark.k-medication:has-text('Mobic')")
    assert "meloxicam" in page.locator(".fact.on").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".on").count() == 0


def test_where_marks_overlap_a_second_click_takes_the_outer_one(visit, tmp_path):
    page = visit(made(tmp_path, DEV / "2014-decision-mri-norco.txt"))
    drug = page.locator("mark.k-request mark.k-drug").first
    drug.click()
    first = page.locator(".fact.on").get_attribute("data-fact")
    drug.click()
    assert page.locator(".fact.on").get_attribute("data-fact") == first.split("-")[0] != first


def test_legend_search_and_keyboard(visit, tmp_path):
    page = visit(made(tmp_path, DEV / "2014-knee-arthroscopy.txt"))
    assert page.locator("mark.k-condition.off").count() == 0
    page.click("[data-kind=condition]")
    assert page.locator("mark.k-condition:not(.off)").count() == 0
    page.keyboard.press("0")
    assert page.locator("mark.off").count() == 0
    page.keyboard.press("/")
    page.keyboard.type("of the POSTERIOR  horn")
    assert page.inner_text("#found") == "1/2"  # over a line's end too
    page.keyboard.press("Enter")
    assert page.inner_text("#found") == "2/2"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator(".fact.on").get_attribute("id") == "i1"
    page.keyboard.press("j")
    assert page.locator(".fact.on").get_attribute("id") != "i1"


def test_a_small_screen_turns_from_record_to_letter(visit, tmp_path):
    page = visit(made(tmp_path, LETTERS[2]), 400)
    assert not page.is_visible(".record")
    page.click("[data-show=record]")
    assert not page.is_visible(".letter")
    page.click("#i1 > .head")
    assert page.is_visible(".letter mark.on")


def test_print_and_dark(visit, tmp_path):
    page = visit(made(tmp_path, LETTERS[2]), color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 17, 20)"
    page.emulate_media(media="print", color_scheme="light")
    assert page.is_visible(".letter")
    assert page.is_visible(".record")
    assert not page.is_visible(".tools")


def test_a_notebook_shows_the_page_in_a_frame(visit, tmp_path):
    letter = imrnlp.extract(DEV / "2014-knee-arthroscopy.txt")
    file = tmp_path / "cell.html"
    file.write_text(f'<!doctype html><meta charset="utf-8">{letter._repr_html_()}', encoding="utf-8")
    page = visit(file, 900)
    page.wait_for_selector("iframe")
    frame = page.frames[1]
    assert frame.evaluate("document.querySelector('pre').textContent") == letter.letter_text
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    frame.click("#i2 > .head" if frame.is_visible("#i2") else "mark.k-request[data-f=i2]")
    assert frame.locator("mark.on").count() > 0
    # Its origin is its own: neither the notebook nor its cookies are within reach.
    assert frame.evaluate("(() => { try { return !!parent.document } catch { return false } })()") is False


HOSTILE = (
    "1. Norco 10/325mg #120 </pre><script>alert(1)</script><img src=x onerror=alert(2)> [/sic] [redacted]: UPHELD\n"
    "\x1b[2J\x1b]0;gone\x07 \u202egnirts\u202c \x9b31m \u2028 \x85 \x00 {{ 7*7 }} ${7*7} &lt;b&gt; ]]> --> :smile:\r\nend\n"
)


def test_nothing_in_a_letter_runs(visit, tmp_path):
    letter = imrnlp.extract_text(HOSTILE, letter_id="<script>alert(3)</script>'\"\u202e")
    letter.source.name = "<svg onload=alert(4)>.txt"
    file = tmp_path / "page.html"
    file.write_text(letter_page(letter, HOSTILE), encoding="utf-8")
    page = visit(file)
    page.wait_for_timeout(200)
    text = page.evaluate("document.querySelector('pre').textContent")
    assert len(text) == len(HOSTILE)
    assert [a for a, b in zip(text, HOSTILE, strict=True) if a != b] == list("␛␛␇␀␍")
    assert page.locator("script").count() == 1
    assert page.locator("img, svg").count() == 0


def test_nothing_in_a_letter_leaves_its_frame(visit, tmp_path):
    letter = imrnlp.extract_text(HOSTILE + '"></iframe><script>alert(5)</script>', letter_id='"><i>x')
    file = tmp_path / "cell.html"
    file.write_text(f'<!doctype html><meta charset="utf-8">{letter._repr_html_()}', encoding="utf-8")
    page = visit(file)
    page.wait_for_timeout(200)
    assert page.locator("body > *").count() == 1
    assert page.frames[1].locator("script").count() == 1


def test_the_pages_of_several_letters(visit, tmp_path):
    run = CliRunner()
    done = run.invoke(app, ["show", *map(str, LETTERS[:3]), "--html", str(tmp_path / "pages")])
    assert done.exit_code == 0, done.output
    page = visit(tmp_path / "pages" / "index.html")
    assert page.locator("tbody tr").count() == 3
    page.click("tbody tr:nth-child(2) a")
    # On a busy machine the page that is left is there for a while yet.
    page.wait_for_url(f"**/{LETTERS[1].stem}.html")
    assert page.inner_text("#name") == LETTERS[1].stem
    page.keyboard.press("]")
    page.wait_for_url(f"**/{LETTERS[2].stem}.html")
    one = tmp_path / "all.html"
    assert run.invoke(app, ["show", *map(str, LETTERS[:3]), "--html", str(one)]).exit_code == 0
    page = visit(one)
    page.click("tbody tr:nth-child(3) a")
    page.locator("#name", has_text=LETTERS[2].stem).wait_for()
    assert page.inner_text("#name") == LETTERS[2].stem
    assert page.locator("article:visible").count() == 1
    page.click("article:not([hidden]) #L3-i1 > .head")
    assert page.locator("mark.on:visible").count() > 0
    assert (
        run.invoke(app, ["show", str(LETTERS[0]), "--html", str(one)]).exit_code == 2
    )  # not over what is there
    assert run.invoke(app, ["show", str(LETTERS[0]), "--html", str(one), "--force"]).exit_code == 0


def test_page_numbers_of_a_pdf(visit, tmp_path):
    source = next((ROOT / "data").rglob("*.pdf"))
    page = visit(made(tmp_path, source))
    pages = page.locator(".page").evaluate_all("all => all.map(p => p.dataset.page)")
    assert pages == [str(n + 1) for n in range(imrnlp.extract(source).source.pages)]


def test_index_report_and_worksheet_fit(visit, tmp_path):
    run = CliRunner()
    letters = list(map(str, LETTERS[:3]))
    records = tmp_path / "r.jsonl"
    records.write_text(imrnlp.extract(LETTERS[0]).model_dump_json() + "\n", encoding="utf-8")
    sheet = tmp_path / "sheet.html"
    for words in (
        ["show", *letters, "--html", str(tmp_path / "pages")],
        ["report", *letters, "-o", str(tmp_path / "report")],
        ["evaluate", str(DEV), str(records), "--errors", str(sheet)],
    ):
        assert run.invoke(app, words).exit_code == 0
    for file in (tmp_path / "pages" / "index.html", tmp_path / "report" / "index.html", sheet):
        for width in (400, 768, 1280):
            page = visit(file, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, file
    # On a small screen a label of a chart is not cut: all of it is within the picture.
    page = visit(tmp_path / "report" / "index.html", 400)
    beyond = """() => [...document.querySelectorAll("svg text")].filter(t => t.getClientRects().length).filter(t => {
        const a = t.getBoundingClientRect(), b = t.closest("svg").getBoundingClientRect();
        return a.left < b.left - 1 || a.right > b.right + 1;
    }).map(t => t.textContent)"""
    assert page.evaluate(beyond) == []


# -- the terminal --------------------------------------------------------------------------------


def printed(letter, text, width=80, colour=False):
    out = io.StringIO()
    print_letter(
        letter,
        text,
        Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None),
    )
    return out.getvalue()


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("source", LETTERS[:3], ids=lambda p: p.stem)
def test_the_terminal_loses_no_character(source, width):
    letter, text = imrnlp.extract(source), imrnlp.read_text(source)
    out = printed(letter, text, width).replace("␌", "")  # white space in the letter
    assert max(map(len, out.splitlines())) <= width
    assert "".join(text.split()) in "".join(out.split())
    for fact in (
        letter.patient.age,
        *(c.assertion for c in letter.diagnoses),
        *(m.name for m in letter.medications),
    ):
        assert "".join(str(fact).split()) in "".join(out.split())
    for d in letter.determinations:
        assert "".join(d.rationale.text.split()) in "".join(out.split())


def test_the_terminal_shows_what_would_steer_it():
    letter = imrnlp.extract_text(HOSTILE, letter_id="[bold]x[/bold]\x1b[2J")
    out = printed(letter, HOSTILE)
    assert "[bold]x[/bold]␛[2J" in out
    for words in (
        "[/sic]",
        "[redacted]",
        "␛]0;gone␇",
        "<U+202E>gnirts<U+202C>",
        "<U+009B>31m",
        "<U+2028>",
        ":smile:",
        "␀",
    ):
        assert words in out.replace("\n", " ") or words in out.replace("\n", "")
    assert "\x1b" not in out
    assert "\x9b" not in out


def test_displacy_options():
    from spacy import displacy

    nlp = imrnlp.load()
    doc = nlp(LETTERS[2].read_text(encoding="utf-8"))
    html = displacy.render(doc, style="ent", options=imrnlp.displacy_options(), jupyter=False)
    assert {e.label_ for e in doc.ents} <= COLOURS.keys()
    assert COLOURS["DIAGNOSIS"] in html
