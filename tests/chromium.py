"""The system's own Chromium, for tests and pictures: nothing is downloaded for them."""

import os
import shutil

# The first is the same browser without windows: a page in it costs half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def executable():
    """The path that E2E_CHROMIUM names, or of the first that is installed, or None."""
    return os.environ.get("E2E_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def arguments():
    """What Chromium needs to start in a container, where everybody is root."""
    return ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
