"""The policy that a site begins with: the file of the setting POLICY, or the one that ships."""

from pathlib import Path

from chatserver.domain.policy import shipped_policy_text
from chatserver.settings import SettingsFault


def read_seed(path: Path | None) -> str:
    """The seed's text; raises `SettingsFault` when the file cannot be read."""
    try:
        return path.read_text("utf-8") if path else shipped_policy_text()
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsFault(f"POLICY={path}: cannot be read: {fault}") from None
