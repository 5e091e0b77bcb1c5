"""``python -m local``: run the product on this machine until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

from local.announcement import say
from local.supervisor import Options, StandInEndedError, StartError, Supervisor

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Run, and return the exit code: 0 after a clean stop, 1 if nothing can run or something ended by itself."""
    for number in _STOPPING:
        signal.signal(number, _stop)
    try:
        Supervisor(_options()).run()
    except (StandInEndedError, StartError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("stopped, everything is saved")
        return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Stop once; pressing Ctrl-C again must not keep the last requests from being answered."""
    for number in _STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Print one line and exit; --help explains the rest."""
        self.exit(2, f"local: {message}\n")


def _options() -> Options:
    parser = _Parser(prog="python -m local", description="Run the product on this machine.")
    parser.add_argument("--port", type=_port, default=8000, help="port of 127.0.0.1; 0 is any free one (%(default)s)")
    parser.add_argument("--data", type=Path, default=Path(".local"), help="folder that keeps all data (%(default)s)")
    parser.add_argument("--template", type=Path, default=Path("template.yaml"), help="SAM template (%(default)s)")
    parser.add_argument(
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        type=_parameter,
        help="a parameter of the template, such as GuessThrottle=100,200; may be repeated",
    )
    parser.add_argument("--no-demo", action="store_true", help="make no demo account")
    arguments = parser.parse_args()
    return Options(
        port=arguments.port,
        data=arguments.data,
        template=arguments.template,
        parameters=dict(arguments.parameter),
        with_demo=not arguments.no_demo,
    )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: it takes 0 to 65535")
    return int(text)


def _parameter(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


if __name__ == "__main__":
    sys.exit(main())
