"""What ships: this project's packages, and of the locked dependencies what a function can reach."""

from __future__ import annotations

import shutil
from pathlib import Path

PACKAGES = ("functions", "shared")
STAND_INS = "shared/adapters/memory/[!_l]*.py"
"""Adapters without a service behind them, for tests; the store of limits is what functions fall back to."""

UNUSED = (
    "**/*.pyi",
    "**/py.typed",
    # What the installer adds.
    ".lock",
    "bin",
    # Web pages, agents' instructions and tests that packages carry.
    "certifi/tests",
    "cloudinary/docs",
    "cloudinary/static",
    "cloudinary/templates",
    "cloudinary/templatetags",
    "fastapi/.agents",
    # What trees of time zones are listed for people; zoneinfo asks for single zones, and for the list `zones`.
    "tzdata/zoneinfo/*.tab",
    "tzdata/zoneinfo/leapseconds",
    "tzdata/zoneinfo/tzdata.zi",
    "dateutil/zoneinfo",  # a second copy of the zones; AWS's times name none
    "dateutil/easter.py",
    "dateutil/rrule.py",
    "dateutil/tz/win.py",
    "dateutil/tzwin.py",
    # Roots of the web that botocore falls back to without certifi.
    "botocore/cacert.pem",
    "botocore/crt/auth.py",  # for clients with the AWS Common Runtime
    "botocore/data/**/examples-1.json",
    "botocore/stub.py",
    # Powertools: of forty features, the logger and the metrics are used, and Swagger UI's scripts and styles.
    "aws_lambda_powertools/event_handler/**/*.py",
    "aws_lambda_powertools/metrics/provider/datadog",
    "aws_lambda_powertools/middleware_factory",
    "aws_lambda_powertools/utilities/[!_j]*",
    # Sentry is told of single errors, by hand; deduplication is named by its client.
    "sentry_sdk/ai",
    "sentry_sdk/integrations/*/",
    "sentry_sdk/integrations/[!_d]*.py",
    "sentry_sdk/integrations/d[!e]*.py",
    # Pydantic: its predecessor, which FastAPI refuses anyway, and tools of type checkers.
    "pydantic/experimental",
    "pydantic/mypy.py",
    "pydantic/v1",
    # Passwords are hashed with bcrypt, by the package of that name.
    "passlib/_data",
    "passlib/apache.py",
    "passlib/apps.py",
    "passlib/context.py",
    "passlib/crypto/_blowfish",
    "passlib/crypto/_md4.py",
    "passlib/crypto/des.py",
    "passlib/crypto/scrypt",
    "passlib/ext",
    "passlib/handlers/[!_b]*.py",
    "passlib/hosts.py",
    "passlib/pwd.py",
    "passlib/totp.py",
    "passlib/utils/des.py",
    "passlib/utils/md4.py",
    "passlib/utils/pbkdf2.py",
    # Phone numbers are read and written; not found in texts, nor written key by key, nor dialled in an emergency.
    "phonenumbers/carrier.py",
    "phonenumbers/geocoder.py",
    "phonenumbers/prefix.py",
    "phonenumbers/timezone.py",
    # Functions are called, not served: no other event loop, no command line, no clients of tests, no templates.
    "anyio/_backends/_trio.py",
    "anyio/pytest_plugin.py",
    "fastapi/__main__.py",
    "fastapi/cli.py",
    "fastapi/middleware/[!_a]*.py",
    "fastapi/templating.py",
    "fastapi/testclient.py",
    "starlette/middleware/[!_be]*.py",
    "starlette/authentication.py",
    "starlette/config.py",
    "starlette/endpoints.py",
    "starlette/schemas.py",
    "starlette/templating.py",
    "starlette/testclient.py",
    # Hosts have ASCII names, are reached over HTTP/1.1 with Python's TLS, from no browser.
    "idna*",
    "urllib3/contrib/emscripten",
    "urllib3/contrib/pyopenssl.py",
    "urllib3/http2/connection.py",
    # Of Cloudinary's API, uploading and deleting are used.
    "cloudinary/api_client/call_account_api.py",
    "cloudinary/api.py",
    "cloudinary/forms.py",
    "cloudinary/models.py",
    "cloudinary/poster",
    "cloudinary/provisioning",
    # Examples and diagnoses.
    "annotated_types/test_cases.py",
    "jwt/help.py",
)
"""Files that no function reaches, whatever accelerators a build takes; what is obsolete with one goes with it.

An import of one that is left behind in what ships is told by a test.
"""

# Packages ask for each other's version, and so do scanners of deployed functions. Licences go where the code goes.
_KEPT_METADATA = ("METADATA", "LICENSE*", "NOTICE*", "licenses")


def copy_packages(root: Path, into: Path) -> None:
    """Copy this project's packages, with their data files, without bytecode and without STAND_INS."""
    for package in PACKAGES:
        shutil.copytree(root / package, into / package, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    for path in list(into.glob(STAND_INS)):
        path.unlink()


def package_files(root: Path) -> list[Path]:
    """Every file of this project's packages, in a stable order."""
    files = (path for package in PACKAGES for path in (root / package).rglob("*") if path.is_file())
    return sorted(path for path in files if path.suffix != ".pyc")


def prune(dependencies: Path) -> None:
    """Remove from a folder of installed dependencies what no function can reach."""
    for pattern in UNUSED:
        for path in list(dependencies.glob(pattern)):
            _remove(path)
    for metadata in dependencies.glob("*.dist-info"):
        for path in metadata.iterdir():
            if not any(path.match(pattern) for pattern in _KEPT_METADATA):
                _remove(path)
        _keep_header(metadata / "METADATA")


def _keep_header(metadata: Path) -> None:
    """Cut off the description of a package: what stands behind the first empty line."""
    header, _, _ = metadata.read_text(encoding="utf-8").partition("\n\n")
    metadata.write_text(header + "\n", encoding="utf-8")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
