"""Makes dependencies cheaper: edits of their sources in the artifact.

A function's cold start is nearly all imports, and much of what is imported serves what no function does: describing
itself in OpenAPI, tracing, fetching keys, making another client. And for each request FastAPI asks again what cannot
have changed. Only the artifact is edited; everything else runs what was installed. The versions are locked, and an edit
that no longer fits its source fails the build. What functions do is the same: tests/bundle runs every one of them.

Figures are millions of instructions (Python 3.11) of a cold start of ``GET /api/v1/contacts/{contact_id}``, which took
2,860 before anything was done about it, or of one more request, which took 3.2. Megabytes are of the memory that a
process has by its first answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.bundle.edits import (
    Edit,
    EditError,
    combined,
    replaced,
    rewritten,
    with_local_imports,
    with_plain_dictionaries,
    with_plain_models,
    with_postponed_annotations,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_JMESPATH = "from aws_lambda_powertools.utilities import jmespath_utils\n"
_NO_TELEMETRY_API = """\
from contextlib import nullcontext

TelemetryConfig = TelemetryData = dict
_NOTHING = nullcontext()


def get_telemetry_data(context=None): return None


def _validation_failed(exc): pass


def _operation(*, name, function=None): return _NOTHING


def _run_sync_endpoint(*, function, arguments): return function(**arguments)


def _route_selected(*, scope, path, mount=False): pass
"""
_NO_TELEMETRY_ASGI = """\
class NativeTelemetry:
    def __init__(self, config): pass

    def enabled(self): return False


class ExceptionTelemetryMiddleware:
    def __init__(self, app): self.app = app

    async def __call__(self, scope, receive, send): await self.app(scope, receive, send)


def _legacy_otel(stack): return False
"""


def _only_if_any(kind: str) -> Edit:
    """Look for parameters of a kind only for a dependency that has some."""
    call = "request_params_to_args("
    return replaced(f"{kind}_errors = {call}", f"{kind}_errors = ({{}}, []) if not dependant.{kind}_params else {call}")


def _remembered(kind: str) -> Edit:
    """Remember the kind of a callable by itself, not by an object that is made anew to ask with."""
    return replaced(f"_is_{kind}_callable_cached(_CallIdentity(call))", f"_is_{kind}_callable_cached(call)")


def _if_loaded(module: str, name: str) -> Edit:
    """Ask whether a type is this one only if its module has been loaded, by whoever has the type."""
    return replaced(
        f"elif obj is {name}:", f"elif '{module}' in sys.modules and obj is sys.modules['{module}'].{name}:"
    )


PATCHES: Mapping[str, Edit] = {
    # The classes of an OpenAPI document, which tools/openapi writes ahead of time: cold 500.
    "fastapi/openapi/models.py": with_plain_models,
    # Parameters that are documented in their annotations: cold 30.
    "fastapi/applications.py": combined(
        with_postponed_annotations,
        # What writes an OpenAPI document, and pages about it: 4.
        with_local_imports(
            "get_openapi", "get_redoc_html", "get_swagger_ui_html", "get_swagger_ui_oauth2_redirect_html"
        ),
    ),
    "fastapi/param_functions.py": with_postponed_annotations,
    "fastapi/params.py": with_postponed_annotations,
    "fastapi/routing.py": combined(
        with_postponed_annotations,
        # For bodies that FastAPI reads; we read ours.
        without("import email.message\n"),
        replaced(
            "message = email.message.Message()", "from email.message import Message; message = Message()", times=2
        ),
        # With the first request it reads the endpoint's source, to say in an error where it is: 17 after the start.
        replaced("inspect.getsourcelines(func)[1]", "getattr(getattr(func, '__code__', None), 'co_firstlineno', None)"),
    ),
    # Models of what we do not have: server-sent events, limits of forms, names of what sends wrong parameters.
    "fastapi/sse.py": combined(
        with_postponed_annotations, replaced("class ServerSentEvent(BaseModel):", "class ServerSentEvent:")
    ),
    "fastapi/_form_limits.py": combined(
        without("_form_limits_adapter = TypeAdapter(_FormLimits)\n"),
        replaced("_form_limits_adapter.", "TypeAdapter(_FormLimits)."),
    ),
    "fastapi/exceptions.py": replaced("= create_model(", "= BaseModel  # (", times=2),
    # Ways to sign in that endpoints may ask for; ours read their own header.
    "fastapi/security/__init__.py": rewritten(""),
    "fastapi/security/oauth2.py": with_postponed_annotations,
    # What it asks again for every dependency of every request: warm 0.35.
    "fastapi/dependencies/utils.py": combined(
        without("        sub_dependant.call = cast(Callable[..., Any], sub_dependant.call)\n"),
        replaced("        _uses_scopes_cache = {}\n", "        _uses_scopes_cache = _SCOPES_USED\n"),
        replaced("async def solve_dependencies(", "_SCOPES_USED = {}\n\n\nasync def solve_dependencies("),
        _only_if_any("path"),
        _only_if_any("query"),
        _only_if_any("header"),
        _only_if_any("cookie"),
    ),
    "fastapi/_compat/shared.py": combined(
        replaced("import types\n", "import types\nfrom functools import cache\n"),
        replaced("def field_annotation_is_sequence(", "@cache\ndef field_annotation_is_sequence("),
    ),
    "fastapi/dependencies/models.py": combined(
        _remembered("gen"),
        _remembered("async_gen"),
        _remembered("coroutine"),
        replaced("    call = call_identity.call\n", "    call = call_identity\n", times=3),
    ),
    # Tracing with OpenTelemetry, which our applications turn off: cold 60.
    "fastapi/telemetry/_api.py": rewritten(_NO_TELEMETRY_API),
    "fastapi/telemetry/_asgi.py": rewritten(_NO_TELEMETRY_ASGI),
    # Types that no answer of ours has, for which pydantic loads how addresses and colors are written: cold 9.
    "fastapi/encoders.py": combined(
        without("from pydantic.networks import AnyUrl, NameEmail\n", "    AnyUrl: str,\n", "    NameEmail: str,\n"),
        replaced("from pydantic.color import Color  # ty: ignore[deprecated]\n", "raise ImportError\n"),
    ),
    # What reads forms, cookies and mail headers, guesses types of files and shows errors in HTML: cold 55, 2.5 MB.
    "starlette/datastructures.py": with_local_imports("shlex"),
    "starlette/exceptions.py": combined(
        replaced("import http.client\n", "import http\n"),
        replaced("http.client.responses.get", "{each: each.phrase for each in http.HTTPStatus}.get"),
    ),
    "starlette/middleware/errors.py": with_local_imports("html"),
    "starlette/requests.py": with_local_imports(
        "FormParser", "MultiPartException", "MultiPartParser", "http_cookies", "parse_options_header"
    ),
    "starlette/responses.py": with_local_imports("format_datetime", "formatdate", "guess_type", "http"),
    "starlette/staticfiles.py": with_local_imports("parsedate"),
    # For its answer it makes the whole request anew, to read the event's version: warm 0.03.
    "mangum/handlers/api_gateway.py": replaced('self.scope["aws.event"]["version"]', 'self.event["version"]'),
    # For every token it asks whether the key is one of another kind in disguise: warm 0.07.
    "jwt/algorithms.py": combined(
        replaced("import hashlib\n", "import hashlib\nfrom functools import lru_cache\n"),
        replaced(
            "    def prepare_key(self, key: str | bytes) -> bytes:\n        key_bytes",
            "    @lru_cache(maxsize=16)\n    def prepare_key(self, key: str | bytes) -> bytes:\n        key_bytes",
        ),
    ),
    # Fetching keys over the web: cold 20. And it looks at a token's characters one by one: warm 0.13.
    "jwt/__init__.py": without("from .jwks_client import PyJWKClient\n", '    "PyJWKClient",\n'),
    "jwt/api_jws.py": replaced(
        "any(\n            character not in _BASE64URL_ALPHABET for character in stripped\n        )",
        "stripped.translate(None, bytes(_BASE64URL_ALPHABET))",
    ),
    # The order of its pattern's parts is another in each process, so that it could not be compiled ahead: cold 3.
    "jwt/utils.py": replaced('b"|".join(_PEMS)', 'b"|".join(sorted(_PEMS))'),
    # What a core schema consists of: cold 35.
    "pydantic_core/core_schema.py": with_plain_dictionaries,
    # Plugins are looked for among all installed distributions; the artifact has none: cold 40, with the next one.
    "pydantic/plugin/_loader.py": combined(
        without("import importlib.metadata as importlib_metadata\n"),
        replaced("importlib_metadata.distributions()", "()"),
    ),
    # Types that no model of ours has: cold 11, 0.5 MB.
    "pydantic/_internal/_generate_schema.py": combined(
        _if_loaded("fractions", "Fraction"),
        with_local_imports("Fraction"),
        _if_loaded("zoneinfo", "ZoneInfo"),
        without("from zoneinfo import ZoneInfo\n"),
    ),
    "pydantic/_internal/_validators.py": with_local_imports("Fraction", "ZoneInfo", "ZoneInfoNotFoundError"),
    # Whether an annotation stands for several is asked of a protocol, which before Python 3.12 looks at every class
    # again: cold 9 where there are models.
    "pydantic/_internal/_known_annotated_metadata.py": replaced(
        "isinstance(annotation, at.GroupedMetadata)", "hasattr(annotation, '__is_annotated_types_grouped_metadata__')"
    ),
    # A language for finding correlation ids in events, for those who use it: cold 10.
    "aws_lambda_powertools/logging/logger.py": combined(
        without(_JMESPATH),
        replaced(
            "            if correlation_id_path:\n", f"            if correlation_id_path:\n{' ' * 16}{_JMESPATH}"
        ),
    ),
    # Errors that are, besides OSError, those of an HTTP client that it once had: cold 7.
    "botocore/exceptions.py": combined(
        without(
            "from botocore.vendored import requests\n",
            "from botocore.vendored.requests.packages import urllib3\n",
            "    urllib3.exceptions.ReadTimeoutError,\n",
        ),
        *(
            replaced(f"requests.exceptions.{name}", "OSError")
            for name in ("SSLError", "ReadTimeout", "ConnectTimeout", "ProxyError")
        ),
    ),
    # It asks the metadata of bcrypt for its version, to log it: 2.7 MB of who signs up or in, with the next one.
    "passlib/handlers/bcrypt.py": combined(
        without("from importlib import metadata\n"),
        replaced('metadata.version("bcrypt")', "_bcrypt.__version__"),
    ),
    "passlib/utils/__init__.py": combined(
        with_local_imports("stringprep"),
        without("import timeit\n"),
        replaced("timeit.default_timer", "time.perf_counter"),
    ),
    # PynamoDB can make a client with botocore. Ours is given: cold 260.
    "pynamodb/connection/base.py": combined(
        without("import botocore.config\n", "import botocore.client\n", "from botocore.session import get_session\n"),
        replaced("from botocore.client import ClientError\n", "from botocore.exceptions import ClientError\n"),
        replaced("    def session(self) -> botocore.session.Session:", "    def session(self):"),
    ),
    "pynamodb/connection/_botocore_private.py": rewritten("class BotocoreBaseClientPrivate: ...\n"),
}
"""Which file is edited how, and what for."""


def patch(dependencies: Path) -> None:
    """Edit a folder of installed dependencies. Raises EditError."""
    for name, edit in PATCHES.items():
        path = dependencies / name
        try:
            path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
        except (EditError, FileNotFoundError) as error:
            raise EditError(f"{name} is not what its patch was made for: {error}") from error
