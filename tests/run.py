"""Run every check and every test of StudyHub: `python3 tests/run.py`.

It needs Python 3.11 or newer with pip and venv, and nothing else: it makes its own environment in
.test-venv, takes the Chromium or Chrome and the Java of this computer (or installs the distribution's packages,
where it may), and starts a PostgreSQL that came by pip. Whatever stands after the command goes to pytest, and then
only pytest runs: `python3 tests/run.py -k sign_in`.
"""

from __future__ import annotations  # so that an older Python gets as far as being told so

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".test-venv"
PROGRAMS = ENVIRONMENT / "bin"
LOCK = ROOT / "requirements-dev.lock"
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


@dataclass
class Step:
    """One thing to run: a program of .test-venv, and what it needs in its environment."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def main(arguments: list[str]) -> int:
    """Set up, run, and say what came of it; 0 when everything passed."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the one file that an older Python may be asked to run
        return stop(f"StudyHub needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    try:
        make_environment()
        browser = find_browser() or install("chromium", find_browser)
        java = find_java() or install("default-jre-headless", find_java)
    except subprocess.CalledProcessError as error:
        return stop(
            f"This did not work: {' '.join(map(str, error.cmd))}\n"
            "On Debian and Ubuntu, `sudo apt-get install python3-venv` brings what Python's venv needs."
        )
    if browser is None:
        return stop(
            "No Chromium or Chrome was found, and none could be installed. Install one, for example with "
            "`sudo apt-get install chromium`, or set STUDYHUB_TEST_BROWSER to the program."
        )
    if java is None:
        return stop(
            "No Java was found, which checks our EPUBs, and none could be installed. Install one, for example "
            "with `sudo apt-get install default-jre-headless`."
        )
    with tempfile.TemporaryDirectory(prefix="studyhub-", ignore_cleanup_errors=True) as folder:
        return run(steps(arguments), surroundings(browser, folder))


def stop(message: str) -> int:
    sys.stderr.write(f"\n{message}\n")
    return 1


def make_environment() -> None:
    """Make .test-venv, and fill it from the lock file; nothing is done while nothing has changed."""
    stamp = ENVIRONMENT / "made-from"
    wanted = f"{ROOT}\n{sys.version}\n{hashlib.sha256(LOCK.read_bytes()).hexdigest()}\n"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("making .test-venv, which takes a minute")
    venv.create(ENVIRONMENT, clear=True, symlinks=True, with_pip=True)
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    subprocess.run(
        [PROGRAMS / "python", "-m", "pip", "install", "-qq", "--require-hashes", "-r", LOCK],
        env=os.environ | quiet,
        cwd=ROOT,
        check=True,
    )
    stamp.write_text(wanted)


def find_browser() -> str | None:
    """Return the program of a Chromium or Chrome on this computer, or None."""
    given = os.environ.get("STUDYHUB_TEST_BROWSER")
    return next(filter(None, map(shutil.which, (given,) if given else BROWSERS)), None)


def find_java() -> str | None:
    """Return the program that runs Java on this computer, or None."""
    return shutil.which("java")


def install(package: str, find: Callable[[], str | None]) -> str | None:
    """Install the distribution's package where that needs no question; return its program, or None."""
    if shutil.which("apt-get") is None:
        return None
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if as_root and shutil.which("sudo") is None:
        return None
    say(f"installing {package}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        done = subprocess.run([*as_root, "apt-get", "-qq", *command], env=environment, check=False)
        if done.returncode:
            return None
    return find()


def steps(arguments: list[str]) -> list[Step]:
    """List what to run, in turn."""
    pytest = ["pytest", "--quiet", "--dist", "worksteal"]
    some, more = str(cores()), str(cores() + 1)  # whoever tests in a browser waits for it half of the time
    tests = [
        Step("tests on SQLite", [*pytest, "-n", more, *arguments], {"STUDYHUB_TEST_DATABASE": "sqlite"}),
        Step(
            "tests on PostgreSQL", [*pytest, "-n", some, *arguments], {"STUDYHUB_TEST_DATABASE": "postgresql"}
        ),
    ]
    if arguments:
        return tests
    return [
        Step("lint", ["ruff", "check", "--quiet", "."]),
        Step("format", ["ruff", "format", "--check", "--quiet", "."]),
        Step("types", ["mypy", "--no-error-summary"]),
        *tests,
    ]


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def surroundings(browser: str, folder: str) -> dict[str, str]:
    """Return the environment for all steps: whatever a person has set for a StudyHub of theirs stays out.

    Temporary files get a folder of this run's own, which another run on this computer will not clear away.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("STUDYHUB_")}
    tests = {name: value for name, value in os.environ.items() if name.startswith("STUDYHUB_TEST_")}
    path = f"{PROGRAMS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {
        **own,
        "STUDYHUB_TEST_SCALE": "0.1",
        **tests,
        "STUDYHUB_TEST_BROWSER": browser,
        "PATH": path,
        "TMPDIR": folder,
    }


def run(todo: list[Step], environment: dict[str, str]) -> int:
    """Run the steps, all of them, and say how each ended."""
    # A shell lets what runs in its background ignore Ctrl-C, which some tests send to what they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ended = []
    for step in todo:
        say(step.name)
        began = time.monotonic()
        program, *rest = step.command
        done = subprocess.run(
            [PROGRAMS / program, *rest], env=environment | step.environment, cwd=ROOT, check=False
        )
        ended.append((step.name, done.returncode, time.monotonic() - began))
    say("summary")
    for name, code, seconds in ended:
        sys.stdout.write(f"{'passed' if code == 0 else 'FAILED':8}{name:24}{seconds:6.0f} s\n")
    return 0 if all(code == 0 for _, code, _ in ended) else 1


def say(what: str) -> None:
    sys.stdout.write(f"\n=== {what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
