"""Pictures of every page with the demo: `make screenshots [OUT=folder] [ONLY=claim]`.

Starts the product on a data folder of its own, so it shows what a first start shows, and takes
each page on a desk and on a phone, light and dark. For people to look at; nothing is asserted.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

from project import env
from project.setup import make_data_folder
from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(tempfile.mkdtemp(prefix="corroborate-shots-"))
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    PORT = probe.getsockname()[1]
# Before Django has settings: ours and the server's are the same.
os.environ |= {
    "DATA_DIR": str(FOLDER),
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    "DJANGO_SETTINGS_MODULE": "project.settings",
    "PORT": str(PORT),
}
make_data_folder(FOLDER)
env.data_dir()
django.setup()

from django.conf import settings  # noqa: E402

from tests.shown import Shot, shots_of_the_demo  # noqa: E402

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
THEMES = ("light", "dark")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make screenshots")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="names that hold one of these words")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        with served() as address, sync_playwright() as playwright:
            browser = launched(playwright)
            wanted = [shot for shot in shots_of_the_demo() if is_wanted(shot.name, options.only)]
            take_all(browser, address, wanted, options.out)
            browser.close()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
    print(f"Pictures of {len(wanted)} pages in {options.out}")
    return 0


def is_wanted(name: str, only: str) -> bool:
    return not only or any(word in name for word in only.split())


@contextmanager
def served() -> Iterator[str]:
    """The product, started as anybody starts it; gives its address."""
    command = [sys.executable, "-m", "project.run"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        for line in process.stdout or []:
            if line.startswith("Corroborate answers"):
                break
        else:
            raise SystemExit("Corroborate did not start.")
        yield f"http://127.0.0.1:{PORT}"
    finally:
        process.send_signal(signal.SIGINT)
        said, _nothing = process.communicate()
        print(said)


def launched(playwright) -> Browser:
    found = chromium.executable()
    if not found:
        raise SystemExit("No Chromium here. Install it, or name it in E2E_CHROMIUM.")
    return playwright.chromium.launch(executable_path=found, args=chromium.arguments())


def take_all(browser: Browser, address: str, wanted: list[Shot], out: Path) -> None:
    signed_in: dict[str, dict] = {}
    for shot in wanted:
        if shot.person and shot.person not in signed_in:
            signed_in[shot.person] = sign_in(browser, address, shot.person)
        for size, (width, height) in SIZES.items():
            for theme in THEMES:
                context = browser.new_context(
                    base_url=address,
                    viewport={"width": width, "height": height},
                    color_scheme=theme,
                    locale="en-GB",
                    storage_state=signed_in.get(shot.person),
                )
                page = context.new_page()
                page.goto(shot.path)
                shot.first(page)
                take(page, out / f"{shot.name}-{size}-{theme}.png", width)
                context.close()


def take(page: Page, file: Path, width: int) -> None:
    """Take the page at its full height; the workbench, which scrolls within itself, as it is."""
    page.wait_for_load_state("networkidle")
    if not page.locator(".bench").count():
        height = page.evaluate("() => document.documentElement.scrollHeight")
        page.set_viewport_size(
            {"width": width, "height": max(height, page.viewport_size["height"])}
        )
    page.screenshot(path=file)
    broad = page.evaluate("() => document.documentElement.scrollWidth")
    print(file.name, "" if broad <= width else f"is {broad} px wide")


def sign_in(browser: Browser, address: str, person: str) -> dict:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(f"{person}@velmar.example")
    page.locator("input[type=password]").fill(settings.DEMO_PASSWORD)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    state = context.storage_state()
    context.close()
    return dict(state)


if __name__ == "__main__":
    sys.exit(main())
