"""The real app on a free port, and a browser for it: for tests, screenshots, benchmarks."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",  # as root, in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """The system's Chromium, or None to let playwright use the one it has installed itself."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


@dataclass(frozen=True)
class App:
    """A running server."""

    url: str
    runs: Path
    log: Path

    def complaints(self) -> list[str]:
        """The lines of the server's log that tell of an error or a warning."""
        words = ("Traceback", "Error", "Exception", "WARNING", "Warning")
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if any(word in line for word in words)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(app: App, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{app.url}/_stcore/health", timeout=2) as answer:
                if answer.read() == b"ok":  # any unknown path answers 200 as well
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the app did not start:\n{app.log.read_text(errors='replace')}")


@contextmanager
def serve(folder: Path) -> Iterator[App]:
    """The app with its runs and its log in ``folder``, until the block ends.

    Raises RuntimeError with the server's log when it does not start.
    """
    port = _free_port()
    app = App(f"http://127.0.0.1:{port}", folder / "runs", folder / "server.log")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    environment = {**os.environ, "INFORMER_RUNS": str(app.runs), "OMP_NUM_THREADS": "1"}
    with app.log.open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_healthy(app, server)
        yield app
    finally:
        for run in app.runs.glob("*/"):
            (run / "stop").touch()  # a training outlives the server: it ends by its flag
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
