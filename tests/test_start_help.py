"""`start.py` says what it can do before it sets anything up."""

import subprocess
import sys
from pathlib import Path

from chatserver import __version__

START = Path(__file__).parent.parent / "start.py"


def start(*arguments: str, folder: Path) -> str:
    """What a copy without an environment prints."""
    (folder / "chatserver").mkdir()
    (folder / "chatserver" / "__init__.py").write_text(f'__version__ = "{__version__}"\n')
    (folder / "start.py").write_text(START.read_text("utf-8"), "utf-8")
    command = [sys.executable, str(folder / "start.py"), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    assert not (folder / ".venv").exists()
    return ended.stdout


def test_help_names_what_it_starts_and_where_the_commands_are(tmp_path: Path) -> None:
    said = start("--help", folder=tmp_path)
    for word in ("serve", "test", "bench", ".venv/bin/chatserver --help", "--port"):
        assert word in said


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    assert start("--version", folder=tmp_path) == f"chatserver {__version__}\n"
