"""The explorer in a real browser, without any network."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.tui import chromium
from tests.tui.chromium import Page, browser_page
from tests.tui.test_serve import served

pytestmark = pytest.mark.skipif(chromium.PROGRAM is None, reason="chromium is not installed")

_RUNS = "document.querySelector('body.-first-byte:not(.-closed)') !== null"
_ENDED = "document.querySelector('body.-closed') !== null"
_TALLEST = """(() => {
  let tallest = 0;
  for (const canvas of document.querySelectorAll("canvas")) {
    const context = canvas.getContext("2d");
    if (!context || !canvas.width) continue;
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    for (let x = 0; x < width; x++) {
      for (let y = 0, run = 0; y < height; y++) {
        const at = 4 * (y * width + x);
        run = data[at] > 150 && data[at + 1] > 150 && data[at + 2] > 150 ? run + 1 : 0;
        tallest = Math.max(tallest, run);
      }
    }
  }
  const rows = document.querySelector(".xterm-helper-textarea").offsetHeight;
  return tallest / rows;
})()"""
"""How many lines of text the longest upright stroke of light pixels is high."""
_COPIES = """{
  window.copied = [];
  const write = navigator.clipboard.writeText.bind(navigator.clipboard);
  navigator.clipboard.writeText = (text) => write(text).then(() => { copied.push(text); });
}"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


@asynccontextmanager
async def opened(atlas: Path, folder: Path) -> AsyncIterator[tuple[Page, str]]:
    """Open the explorer in a browser, and wait for its first list."""
    async with served(atlas) as address, browser_page(folder / "profile") as page:
        await page.open(f"{address}/")
        await page.until_painted("tame")
        await page.until(_RUNS)
        yield page, address


async def test_the_page_needs_nothing_from_elsewhere(atlas_path: Path, tmp_path: Path) -> None:
    async with opened(atlas_path, tmp_path) as (page, address):
        hosts = {url.split("/")[2] for url in page.asked if not url.startswith("data:")}
        assert hosts == {address.removeprefix("http://")}
        assert page.problems == []
        assert await page.evaluate("document.fonts.check('16px \"Roboto Mono\"')")
        assert await page.evaluate("document.title") == "ciatlas"


async def test_keys_work_at_once_and_drawings_join(atlas_path: Path, tmp_path: Path) -> None:
    async with opened(atlas_path, tmp_path) as (page, _):
        await page.press("Enter")
        await page.until_painted("release.yml")
        await page.press("Enter")
        await page.until_painted("publish")
        await page.until(f"{_TALLEST} > 3")  # borders of boxes are of one piece
        await page.press("Escape")
        await page.until_painted("Pipelines")
        await page.press("/")
        await page.until_painted("of 2")
        for key in (*"push", "Enter", "Enter"):
            await page.press(key)
        await page.until_painted("Run the unit tests")
        await page.press("p", ctrl=True)
        await page.until_painted("command by its name")
        assert page.problems == []


async def test_what_is_taken_goes_to_the_clipboard_and_to_a_file(
    atlas_path: Path, tmp_path: Path
) -> None:
    async with opened(atlas_path, tmp_path) as (page, _):
        await page.evaluate(_COPIES)
        await page.press("Enter")
        await page.until_painted("release.yml")
        await page.press("y")
        await page.until("copied.length == 1")
        (link,) = await page.evaluate("copied")
        assert link.startswith("https://github.com/example/tame/")
        await page.press("e")
        await page.until_painted("Write to which file?")
        await page.press("Enter")
        await page.until_painted("is written")
    assert "release.yml" in (tmp_path / "tame.md").read_text(encoding="utf-8")


async def test_who_leaves_is_offered_to_come_back(atlas_path: Path, tmp_path: Path) -> None:
    async with opened(atlas_path, tmp_path) as (page, _):
        await page.press("q", ctrl=True)
        await page.until(_ENDED)
        assert await page.evaluate("document.activeElement.id") == "again"
        await page.press("Enter")
        await page.until_painted("tame")
        await page.until(_RUNS)


async def test_closing_the_tab_loses_nothing(atlas_path: Path, tmp_path: Path) -> None:
    state = tmp_path / "state" / "ciatlas"
    async with opened(atlas_path, tmp_path) as (page, _):
        await page.press("Enter")
        await page.until_painted("release.yml")
        await page.press("m")
        await page.until_painted("note, may stay empty")
        await page.press("c")
        for letter in "half":
            await page.press(letter)
        await page.until_painted("f")
        await page.close()
        async with asyncio.timeout(30):  # the explorer ends, and writes that down at last
            while not (state / "explorer.json").exists():
                await asyncio.sleep(0.02)
    (draft,) = (state / "drafts").glob("*.json")
    assert json.loads(draft.read_text())["note"] == "half"
    (way,) = json.loads((state / "explorer.json").read_text()).values()
    assert way[-1]["place"] == "tool"
