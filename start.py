#!/usr/bin/env python3
"""Set up once, then run. Needs nothing but Python 3.11 or newer; installs into `.venv` beside this file.
(Written so that a Python as old as 3.6 gets as far as being refused: hence the quoted annotations.)

python3 start.py [serve] [OPTIONS]  serve on http://127.0.0.1:8000 (options: --port --host --data-dir --demo)
python3 start.py test [OPTIONS]     check everything (options go to pytest)
python3 start.py bench [OPTIONS]    measure (server, widget or both; --json --rounds)

serve --help sets up, starts nothing, and shows all options. After that: .venv/bin/chatserver --help for all commands.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
STAMP = VENV / "set-up.json"  # what is installed: {"run": digest, "test": digest}
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "tests" / "requirements.lock"}

CHECKS = (
    ("Format", ["ruff", "format", "--check", "."]),
    ("Lint", ["ruff", "check", "."]),
    ("Types", ["mypy"]),
    ("Layers", ["lint-imports", "--no-logo"]),
)
BROWSER_TESTS = "tests/browser"
FIND_BROWSER = [str(PYTHON), "-m", "tests.browser.find_browser"]


def main(arguments: "list[str]") -> None:
    """Dispatch on the first argument; everything that is not known here belongs to `serve`."""
    refuse_old_python()
    command = arguments[0] if arguments else ""
    if command in ("-h", "--help"):
        print(__doc__)
    elif command == "--version":
        print("chatserver " + version())
    elif command == "test":
        set_up("test")
        test(arguments[1:])
    elif command == "bench":
        set_up("test")
        os.chdir(ROOT)
        replace_by([str(PYTHON), "-m", "tests.bench", *arguments[1:]])
    else:
        set_up("run")
        replace_by([str(BIN / "chatserver"), "serve", *arguments[command == "serve" :]])


def version() -> str:
    """Which chatserver this is, without importing what may not be installed yet."""
    return (ROOT / "chatserver" / "__init__.py").read_text("utf-8").split('__version__ = "')[1].split('"')[0]


def refuse_old_python() -> None:
    """End with one sentence where we cannot run."""
    if sys.platform == "win32":
        sys.exit("chatserver runs on Linux and macOS. On Windows, install WSL 2 and start it in there.")
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:2]))
        sys.exit(
            f"chatserver needs Python 3.11 or newer; this is {found}. Install it and run it by its name."
        )


def set_up(what: str) -> None:
    """Have `.venv` with the pinned packages of "run" or "test"; quick when nothing has changed."""
    wanted = digest(what)
    installed = read_stamp()
    if installed.get(what) == wanted:
        return
    if not runs(PYTHON):
        say("Setting up: making .venv")
        make_venv()
    say("Setting up: installing the pinned packages (once, up to a minute)")
    pip = installer()
    run([*pip, "install", "--quiet", "--require-hashes", "-r", str(LOCKS[what])])
    # Without isolation, since isolated builds fetch build tools that no hash has been checked of.
    run([*pip, "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    installed[what] = wanted
    if what == "test":
        installed["run"] = digest("run")  # the same pins and more
    STAMP.write_text(json.dumps(installed))
    say("Set up.")


def digest(what: str) -> str:
    """Fingerprint of everything an installation depends on."""
    parts = [LOCKS[what].read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def read_stamp() -> "dict[str, str]":
    """What is installed; nothing if the environment is gone, broken, or of a Python that left."""
    if not STAMP.is_file() or not runs(PYTHON):
        return {}
    stamp: dict[str, str] = json.loads(STAMP.read_text())
    return stamp


def runs(python: Path) -> bool:
    """Whether this interpreter is there and starts."""
    return python.exists() and subprocess.run([str(python), "-c", ""], check=False).returncode == 0


def make_venv() -> None:
    """Make `.venv` with uv if there, else with venv; without pip where Python came without ensurepip."""
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if uv:
        run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
    elif importlib.util.find_spec("ensurepip"):
        run([sys.executable, "-m", "venv", str(VENV)])
    elif importlib.util.find_spec("pip"):
        run([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
    else:
        sys.exit(
            "This Python has neither pip nor ensurepip. Run `apt install python3-venv`, then start again."
        )


def installer() -> "list[str]":
    """The command that installs into `.venv`, up to the word `install`."""
    uv = shutil.which("uv")
    if uv:
        os.environ["VIRTUAL_ENV"] = str(VENV)
        return [uv, "pip"]
    quiet = ["--disable-pip-version-check"]
    if (
        subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode
        == 0
    ):
        return [str(PYTHON), "-m", "pip", *quiet]
    return [sys.executable, "-m", "pip", *quiet, "--python", str(PYTHON)]


def test(options: "list[str]") -> None:
    """Run all checks, pytest last, so that its closing line is ours; stop at the first that fails.

    Without options the tests run as two sessions side by side, since those in a browser mostly wait.
    """
    os.chdir(ROOT)
    have_browser()
    for heading, command in CHECKS:
        say(heading)
        run([str(BIN / command[0]), *command[1:]])
    pytest = [str(PYTHON), "-m", "pytest"]
    if options:
        say("Tests")
        replace_by([*pytest, *options])
    with tempfile.TemporaryFile() as told:
        beside = subprocess.Popen([*pytest, BROWSER_TESTS], stdout=told, stderr=subprocess.STDOUT)
        say("Tests, those in a browser beside them")
        failed = subprocess.run([*pytest, "--ignore", BROWSER_TESTS], check=False).returncode
        say("Tests in a browser")
        failed = beside.wait() or failed
        told.seek(0)
        print(told.read().decode(errors="replace"), flush=True)
    sys.exit(failed)


def have_browser() -> None:
    """Find a browser or install one; else end with what to do: a skipped browser test would hide faults."""
    say("Browser")
    if found_browser():
        return
    print("No browser yet; asking Playwright for its own", flush=True)
    try_to([str(BIN / "playwright"), "install", "chromium", "--only-shell"])
    if found_browser():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing the system's Chromium", flush=True)
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        try_to(["apt-get", "update", "-qq"])
        try_to(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
        if found_browser():
            return
    subprocess.run(FIND_BROWSER, check=False)
    sys.exit("The browser tests need Chromium: install it (`apt install chromium`), or set CHROMIUM_PATH.")


def found_browser() -> bool:
    """Whether Playwright can launch a browser, its own or the system's; says which."""
    return subprocess.run(FIND_BROWSER, stderr=subprocess.DEVNULL, check=False).returncode == 0


def try_to(command: "list[str]") -> None:
    """Run a step that may fail or hang without network; what follows finds out whether it worked."""
    try:
        subprocess.run(
            command, timeout=300, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, flush=True)


def say(heading: str) -> None:
    """A progress line, visible among the output of the tools."""
    print("\n== " + heading, flush=True)


def run(command: "list[str]") -> None:
    """Run a step, and end with its status if it fails."""
    status = subprocess.run(command, check=False).returncode
    if status != 0:
        sys.exit(f"Failed ({status}): {' '.join(command)}")


def replace_by(command: "list[str]") -> None:
    """Become this program, so that signals reach it without a go-between."""
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
