"""The contents of the artifacts: this project's packages, and what functions use of the locked dependencies."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.bundle.artifacts import ACCOUNT_AREAS, Artifact

PACKAGES = ("functions", "shared")
STAND_INS = "shared/adapters/memory/[!_l]*.py"
"""In-memory adapters, used only by tests; only the limit store ships, since functions fall back to it."""

UNUSED = (
    "**/*.pyi",
    "**/py.typed",
    # Added by the installer.
    ".lock",
    "bin",
    # Web pages, instructions for agents, and tests that packages bring along.
    "certifi/tests",
    "cloudinary/docs",
    "cloudinary/static",
    "cloudinary/templates",
    "cloudinary/templatetags",
    "fastapi/.agents",
    # Indexes of the time zones for people; zoneinfo reads single zones, and the list `zones`.
    "tzdata/zoneinfo/*.tab",
    "tzdata/zoneinfo/leapseconds",
    "tzdata/zoneinfo/tzdata.zi",
    "dateutil/zoneinfo",  # a second copy of the zones; times from AWS name none
    "dateutil/easter.py",
    "dateutil/rrule.py",
    "dateutil/tz/win.py",
    "dateutil/tzwin.py",
    # Public root certificates, which botocore uses only without certifi.
    "botocore/cacert.pem",
    "botocore/crt/auth.py",  # for clients with the AWS Common Runtime
    "botocore/data/**/examples-1.json",
    "botocore/stub.py",
    # Powertools: of its forty features, only logger and metrics are used.
    "aws_lambda_powertools/event_handler",
    "aws_lambda_powertools/metrics/provider/datadog",
    "aws_lambda_powertools/middleware_factory",
    "aws_lambda_powertools/utilities/[!_j]*",
    # Sentry gets single errors, sent explicitly; its client names the deduplication.
    "sentry_sdk/ai",
    "sentry_sdk/integrations/*/",
    "sentry_sdk/integrations/[!_d]*.py",
    "sentry_sdk/integrations/d[!e]*.py",
    # Pydantic: its version 1, which FastAPI rejects anyway, and plug-ins for type checkers.
    "pydantic/experimental",
    "pydantic/mypy.py",
    "pydantic/v1",
    # Passwords are hashed by the package bcrypt alone.
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
    # Phone numbers are parsed and formatted; carriers, places and time zones are not looked up.
    "phonenumbers/carrier.py",
    "phonenumbers/geocoder.py",
    "phonenumbers/prefix.py",
    "phonenumbers/timezone.py",
    # Lambda calls the functions: they need no other event loop, command line, test client or templates.
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
    # Host names are ASCII, connections use HTTP/1.1 and Python's own TLS, and nothing runs in a browser.
    "idna*",
    "urllib3/contrib/emscripten",
    "urllib3/contrib/pyopenssl.py",
    "urllib3/http2/connection.py",
    # Snapshots are compressed in one piece, by the extension in C; nothing reads or writes archives.
    "backports/zstd/_cffi",
    "backports/zstd/_compat.py",
    "backports/zstd/_shutil.py",
    "backports/zstd/_zstd.py",
    "backports/zstd/tarfile.py",
    "backports/zstd/zipfile",
    # Only uploads and deletions are used of Cloudinary's API.
    "cloudinary/api_client/call_account_api.py",
    "cloudinary/api.py",
    "cloudinary/forms.py",
    "cloudinary/models.py",
    "cloudinary/poster",
    "cloudinary/provisioning",
    # Passkeys are verified, and neither made, nor asked of devices, nor looked up.
    "fido2/attestation",
    "fido2/client",
    "fido2/ctap*",
    "fido2/features.py",
    "fido2/hid",
    "fido2/mds3.py",
    "fido2/payment.py",
    "fido2/pcsc.py",
    # What makes extensions in C; of it the compiled one of cryptography needs only _cffi_backend.
    "cffi",
    "pycparser*",
    # Examples and diagnostics.
    "annotated_types/test_cases.py",
    "jwt/help.py",
)
"""Files that no function uses, whichever accelerators a build applies.

An accelerator itself removes the files that only it makes obsolete. A test reports imports, in what ships, of files
that do not ship.
"""

FOR_ACCOUNTS_ALONE = (
    *(f"functions/{area}" for area in ACCOUNT_AREAS),
    "shared/adapters/common_passwords*",
    "shared/adapters/identity_providers",
    "shared/adapters/passwords.py",
    "shared/adapters/pwned_passwords.py",
    "shared/adapters/webauthn.py",
    "shared/web/accounts",
    "shared/web/admin",
    # Hashes of passwords, and the QR codes of authenticators.
    "bcrypt*",
    "libpass-*",
    "passlib",
    "segno*",
)
"""Files that the common artifact lacks: only functions of ``ACCOUNT_AREAS`` use them.

Of the modules in it, only those of ``shared/wiring`` import them, on access.
"""

# Packages look up each other's versions, as do scanners of deployed functions. Licences must accompany the code.
_KEPT_METADATA = ("METADATA", "LICENSE*", "NOTICE*", "licenses")


def copy_packages(root: Path, into: Path) -> None:
    """Copy this project's packages and their data files, but neither bytecode nor STAND_INS."""
    for package in PACKAGES:
        shutil.copytree(root / package, into / package, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    for path in list(into.glob(STAND_INS)):
        path.unlink()


def package_files(root: Path) -> list[Path]:
    """Return every file of this project's packages, except bytecode, in a stable order."""
    files = (path for package in PACKAGES for path in (root / package).rglob("*") if path.is_file())
    return sorted(path for path in files if path.suffix != ".pyc")


def prune(dependencies: Path) -> None:
    """Remove from a folder of installed dependencies what no function uses."""
    for pattern in UNUSED:
        for path in list(dependencies.glob(pattern)):
            _remove(path)
    for metadata in dependencies.glob("*.dist-info"):
        for path in metadata.iterdir():
            if not any(path.match(pattern) for pattern in _KEPT_METADATA):
                _remove(path)
        _keep_header(metadata / "METADATA")


def leave_out(tree: Path, artifact: Artifact) -> None:
    """Remove from the files of an artifact what belongs to another one alone."""
    if artifact is Artifact.COMMON:
        for pattern in FOR_ACCOUNTS_ALONE:
            for path in list(tree.glob(pattern)):
                _remove(path)


def _keep_header(metadata: Path) -> None:
    """Cut off the description of a package, which follows the first empty line."""
    header, _, _ = metadata.read_text(encoding="utf-8").partition("\n\n")
    metadata.write_text(header + "\n", encoding="utf-8")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
