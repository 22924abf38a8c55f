"""``make screenshots``: every page of the app, light and dark, on a desk and on a telephone.

The pictures are those of the shipped sample, so that they need no training. Its scenario is the one
of docs/WHAT_IF.md, `sample_data/holiday.json`.
"""

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from scripts.browsing import PAGES, settle
from scripts.serving import CHROMIUM_FLAGS, ROOT, chromium, serve

SIZES = {"wide": (1440, 900), "phone": (390, 844)}
_HOLIDAY = "the-first-day-is-a-holiday-000000000000000"
_TALL = {"what_if": 1020}
"""Pages of which a desk's screen would cut the figures in the middle."""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> None:
    """Draw the pictures that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", choices=[[], *PAGES], help="default: all")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--height", type=int, help="show more of each page than a screen does")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder)) as app,
        sync_playwright() as playwright,
    ):
        scenarios = app.runs / ".sample" / "scenarios"  # where what is made for the sample is kept
        scenarios.mkdir(parents=True)
        shutil.copy(ROOT / "sample_data" / "holiday.json", scenarios / f"{_HOLIDAY}.json")
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        for size, (width, height) in SIZES.items():
            for scheme in SCHEMES:
                for name in arguments.pages or PAGES:
                    path = arguments.out / f"{name}-{scheme}-{size}.png"
                    address = f"{app.url}{PAGES[name]}?run=sample"
                    usual = _TALL.get(name, height) if size == "wide" else height
                    shape = (width, arguments.height or usual)
                    picture(browser, address, path, shape, scheme)
                    print(path)


def picture(
    browser: Browser,
    address: str,
    path: Path,
    shape: tuple[int, int],
    scheme: Literal["light", "dark"],
) -> None:
    """Open ``address`` as a new visitor and save what the window shows, in 256 colours."""
    context = browser.new_context(
        viewport={"width": shape[0], "height": shape[1]}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(address)
    settle(page)
    page.screenshot(path=path, animations="disabled")
    context.close()
    with Image.open(path) as image:
        small = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    main()
