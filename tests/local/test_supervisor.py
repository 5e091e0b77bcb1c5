from __future__ import annotations

import errno
import socket

import pytest

from local import supervisor
from local.supervisor import StartError


def test_a_port_that_may_not_be_used_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(port: int) -> socket.socket:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(supervisor, "listen", refuse)
    with pytest.raises(StartError, match="port 80 cannot be used: Permission denied"):
        supervisor._listen(80)


def test_a_port_that_a_killed_run_still_holds_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = iter([OSError(errno.EADDRINUSE, "Address already in use"), None])

    def listen(port: int) -> socket.socket:
        error = next(attempts)
        if error is not None:
            raise error
        return socket.socket()

    monkeypatch.setattr(supervisor, "listen", listen)
    supervisor._listen(8000).close()
