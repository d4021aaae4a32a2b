"""Headless Chromium over its DevTools protocol, for tests that look at a page as people see it."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest

__all__ = ["Browser", "Scheme", "browser_or_skip", "chromium"]

Scheme = Literal["light", "dark"]

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--disable-lcd-text",  # grey edges are the same on every screen, and make small pictures
    "--remote-debugging-pipe",
]


class Browser:
    """One page of a running browser. Commands go down a pipe and are answered on another, one at a time."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._received = b""
        self._sent = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.send(f"{domain}.enable")

    def close(self) -> None:
        """Ends the browser: it stops when nobody holds its pipes any more."""
        os.close(self._commands)
        os.close(self._answers)

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to a command; events that come before it are kept."""
        self._sent += 1
        message = {"id": self._sent, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._sent:
                assert "error" not in answer, (method, answer["error"])
                return dict(answer["result"])

    def open(self, page: Path, *, width: int = 1280, height: int = 900, scheme: Scheme = "light") -> None:
        """Shows a file in a window of this size, for readers who like it light or dark, and waits until it is there."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.media(scheme)
        self.events.clear()
        self.send("Page.navigate", url=page.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self._receive()

    def media(self, scheme: Scheme, medium: str = "") -> None:
        """Makes the page believe in a colour scheme, and in a medium such as `print`."""
        self.send(
            "Emulation.setEmulatedMedia", media=medium, features=[{"name": "prefers-color-scheme", "value": scheme}]
        )

    def evaluate(self, script: str) -> Any:
        """The value of a JavaScript expression in the page."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Presses and releases a key that stands for no character, such as `Tab`, or `Enter`."""
        codes = {"Tab": 9, "Enter": 13}
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=codes[key], **text)

    def requests(self) -> list[str]:
        """The addresses that the page has asked for since it was opened, itself included."""
        return [
            event["params"]["request"]["url"]
            for event in self.events
            if event.get("method") == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[str]:
        """What the browser has written to its console about the page."""
        return [event["params"]["entry"]["text"] for event in self.events if event.get("method") == "Log.entryAdded"]

    def screenshot(self, file: Path, *, whole: bool = True) -> None:
        """A PNG of the page, all of it or what the window shows."""
        answer = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **self._clip(whole))
        file.write_bytes(base64.b64decode(answer["data"]))

    def _clip(self, whole: bool) -> dict[str, Any]:
        if not whole:
            return {}
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._commands, data) :]

    def _receive(self) -> dict[str, Any]:
        chunks = [self._received]
        while b"\0" not in chunks[-1]:
            chunks.append(os.read(self._answers, 1 << 20))
            assert chunks[-1], "the browser has ended"
        data, _, self._received = b"".join(chunks).partition(b"\0")
        message: dict[str, Any] = json.loads(data)
        if "method" in message:
            self.events.append(message)
        return message


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """A browser with an empty profile in the folder `profile`."""
    theirs_in, commands = os.pipe()
    answers, theirs_out = os.pipe()
    program = shutil.which("chromium")
    assert program is not None, "there is no chromium on the PATH"
    rest = [f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(
        [*("bash", "-c", f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', "bash"), program, *_FLAGS, *rest],
        pass_fds=(theirs_in, theirs_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    browser = Browser(commands, answers)
    try:
        yield browser
    finally:
        browser.close()
        process.wait(timeout=60)


def browser_or_skip() -> None:
    """Skips the test where there is no browser."""
    if shutil.which("chromium") is None:
        pytest.skip("needs chromium on the PATH")
