"""An agent's machine freezes in mid-chat: the visitor is told, and a second agent has the conversation (R20)."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.shop import OpenShop
from tests.server import ROOT, ServerProcess

GONE_WITHIN_MS = 75_000  # 60 s of silence, and time for a busy machine to say so
Machine = subprocess.Popen[str]


@pytest.fixture
def sits_down(server: ServerProcess, redis_url: str) -> Iterator[Callable[[str], Machine]]:
    """Let somebody sit down at a machine of their own, who takes what is offered."""
    machines: list[Machine] = []

    def sit_down(name: str) -> Machine:
        credentials = BareAgent(server, redis_url, name).credentials
        command = [sys.executable, "-m", "tests.browser.agent_process", *credentials]
        machines.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))
        assert said(machines[-1]) == "here"
        return machines[-1]

    yield sit_down
    for machine in machines:
        machine.kill()
        machine.wait()
        if machine.stdout:
            machine.stdout.close()


def said(machine: Machine) -> str:
    """The next line it prints."""
    assert machine.stdout
    return machine.stdout.readline().strip()


def test_a_frozen_agent_is_lost_within_a_minute_and_another_has_the_conversation(
    shop: OpenShop, sits_down: Callable[[str], Machine]
) -> None:
    an = sits_down("Nguyễn An")
    widget = shop().open().open()
    widget.say("Mình không đăng nhập được")
    assert said(an) == "taken"
    thread = widget.part(".thread")
    expect(thread).to_contain_text("Nguyễn An đang hỗ trợ bạn.")
    os.kill(an.pid, signal.SIGSTOP)
    binh = sits_down("Bình")
    expect(thread).to_contain_text("Nguyễn An bị mất kết nối. Bạn ở đầu hàng chờ.", timeout=GONE_WITHIN_MS)
    assert said(binh) == "taken"
    expect(thread).to_contain_text("Bình đang hỗ trợ bạn.")
