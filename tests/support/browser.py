"""A real browser: headless Chromium, controlled through its remote debugging pipe.

Messages are JSON, each terminated by a NUL, on the file descriptors 3 and 4: https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any

from tests.support.product import wait_until

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PHONE, DESK = 390, 1280
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


class Page:
    """A tab of the browser."""

    def __init__(self, commands: IO[bytes], answers: IO[bytes]) -> None:
        self._commands, self._answers = commands, answers
        self._number = 0
        self._session = ""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._call("Runtime.enable")

    def open(self, url: str) -> None:
        """Open an address, and wait until the page has loaded."""
        self._call("Page.navigate", url=url)
        self.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'")

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression."""
        answer = self._call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait_for(self, expression: str, seconds: float = 20) -> None:
        """Wait until an expression is true."""
        wait_until(lambda: bool(self.evaluate(f"Boolean({expression})")), seconds)

    def click(self, selector: str) -> None:
        """Click the first element that the selector finds."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def fill(self, selector: str, text: str) -> None:
        """Enter a text into a field, as typing does."""
        field = f"document.querySelector({json.dumps(selector)})"
        self.evaluate(
            f"{field}.value = {json.dumps(text)}; {field}.dispatchEvent(new Event('input', {{bubbles: true}}))"
        )

    def set_screen(self, *, width: int, height: int = 844, dark: bool = False) -> None:
        """Show pages in a window of this size, in CSS pixels, to somebody who prefers light or dark colours."""
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        colours = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[colours])

    def run_first(self, script: str) -> None:
        """Run a script in every page that is opened from now on, before its own."""
        self._call("Page.enable")
        self._call("Page.addScriptToEvaluateOnNewDocument", source=script)

    def press(self, key: str) -> None:
        """Press a key, such as ``Tab``, where the focus is."""
        code = {"Tab": 9, "Enter": 13, "Escape": 27}.get(key, 0)
        text = "\r" if key == "Enter" else key if len(key) == 1 else ""
        common = {"key": key, "windowsVirtualKeyCode": code}
        self._call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **common)
        self._call("Input.dispatchKeyEvent", type="keyUp", **common)

    def violations(self) -> list[str]:
        """Return what axe-core finds wrong with the page as it is shown now: the rule and the first places."""
        self.evaluate(f"{_axe()};0")
        found: list[str] = self.evaluate(
            "axe.run(document).then(({violations}) => violations.map(({id, nodes}) =>"
            " `${id}: ${nodes.slice(0, 3).map(({html}) => html.slice(0, 160)).join(' | ')}`))"
        )
        return found

    @property
    def is_wider_than_its_window(self) -> bool:
        """Return whether one has to scroll sideways."""
        return bool(self.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def add_authenticator(self) -> None:
        """Give the browser a new device for passkeys, whose owner is always verified, and no other."""
        self._call("WebAuthn.disable")
        self._call("WebAuthn.enable")
        self._call(
            "WebAuthn.addVirtualAuthenticator",
            options={
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            },
        )

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        self._commands.flush()
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> dict[str, Any]:
        data = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            assert byte, "the browser has ended"
            data += byte
        message: dict[str, Any] = json.loads(data)
        return message


def assert_everybody_can_use(page: Page) -> None:
    """Fail if axe-core finds something wrong, or one has to scroll sideways: on a phone, at a desk, light and dark."""
    for width in (PHONE, DESK):
        for dark in (False, True):
            page.set_screen(width=width, dark=dark)
            # Colours change within an eighth of a second.
            page.evaluate("new Promise((go) => setTimeout(go, 200))")
            assert page.violations() == []
            assert not page.is_wider_than_its_window


@cache
def _axe() -> str:
    """Return the script of axe-core, of which this package has a copy."""
    package = importlib.util.find_spec("axe_playwright_python")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).with_name("axe.min.js").read_text(encoding="utf-8")


@contextmanager
def page(profile: Path) -> Iterator[Page]:
    """Run a browser with one tab within a ``with`` block; it stores its files in ``profile``."""
    assert CHROMIUM is not None
    commands_out, commands_in = os.pipe()
    answers_out, answers_in = os.pipe()
    # A shell connects the pipes to the descriptors that Chromium reads and writes.
    script = f'exec 3<&{commands_out} 4>&{answers_in}; exec "$0" "$@"'
    process = subprocess.Popen(
        ["bash", "-c", script, CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", "--remote-debugging-pipe"],
        pass_fds=(commands_out, answers_in),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(commands_out)
    os.close(answers_in)
    try:
        with os.fdopen(commands_in, "wb") as commands, os.fdopen(answers_out, "rb") as answers:
            yield Page(commands, answers)
    finally:
        process.terminate()
        process.wait(timeout=20)
