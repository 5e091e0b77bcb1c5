"""The content of results.json."""

from __future__ import annotations

import json
import platform
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.instructions import BARE, BARE_CREATE, BARE_LIST, EXPERT, Instructions
from bench.metering import Meter
from bench.running import Outcome
from bench.runtime_api import Run

Json = dict[str, Any]
MILLION = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """The DynamoDB capacity that one call uses."""

    operations: tuple[str, ...]
    read_units: float
    write_units: float
    engine_units: float

    @classmethod
    def of(cls, meter: Meter) -> Capacity:
        """Return what a meter counted."""
        return cls(
            operations=tuple(meter.operations),
            read_units=meter.read_units,
            write_units=meter.write_units,
            engine_units=meter.counted_by_engine,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All measurements of a function, or of a reference's handler: ``tls`` is the run with TLS, ``plain`` without."""

    instructions: Instructions
    plain: Run
    tls: Run
    outcome: Outcome
    capacity: Capacity | None = None

    def absolute(self) -> Json:
        """Return the figures as absolute values."""
        figures: Json = {
            "cold_minstructions": round(self.instructions.cold / MILLION, 2),
            "warm_minstructions": round(self.instructions.warm / MILLION, 3),
            "cold_cpu_ms": round(self.plain.cold_ms, 1),
            "init_cpu_ms": round(self.plain.init_ms, 1),
            "cold_cpu_ms_tls": round(self.tls.cold_ms, 1),
            "first_invoke_cpu_ms": round(self.tls.first_invoke_ms, 2),
            "warm_cpu_ms": round(self.tls.warm_ms, 3),
            "rss_mb": round(self.tls.rss_mb, 1),
            "modules": len(self.outcome.modules),
            "answer_bytes": answer_bytes(self.outcome.answers[0]),
        }
        if self.capacity:
            figures |= {
                "dynamodb_requests": len(self.capacity.operations),
                "dynamodb_operations": list(self.capacity.operations),
                "read_units": self.capacity.read_units,
                "write_units": self.capacity.write_units,
                "engine_consumed_capacity": self.capacity.engine_units,
            }
        return figures

    def compared_with(self, reference: Measured) -> Json:
        """Return the absolute figures, and those of the work as multiples of the reference's."""
        return {
            "cold_ratio": ratio(self.instructions.cold, reference.instructions.cold),
            "warm_ratio": ratio(self.instructions.warm, reference.instructions.warm),
            "cold_cpu_ratio": ratio(self.plain.cold_ms, reference.plain.cold_ms),
            "warm_cpu_ratio": ratio(self.tls.warm_ms, reference.tls.warm_ms),
            **self.absolute(),
        }


def results(
    functions: Mapping[str, Measured],
    references: Mapping[str, Measured],
    *,
    container: Mapping[str, float],
    login_bcrypt_ratio: float,
    bcrypt_ms: float,
    folders: Mapping[str, Path],
) -> Json:
    """Return the content of results.json.

    Everything is compared with ``bare``'s GET, except that creating a contact is compared with bare's create.
    ``references`` are keyed like ``lambdalith.get``; ``folders`` has what is deployed, ``artifact`` and the references,
    by name.
    """
    bare, bare_create = references[BARE], references[BARE_CREATE]

    def compared(name: str, measured: Measured) -> Json:
        return measured.compared_with(bare_create if name.endswith("create") else bare)

    found: Json = {name: compared(name, measured) for name, measured in functions.items()}
    found["auth.login"]["login_bcrypt_ratio"] = round(login_bcrypt_ratio, 3)
    sizes = {name: size_mb(folder) for name, folder in folders.items()}
    by_reference: Json = {
        "bare": {
            "contacts.get": compared("get", bare),
            "contacts.list": compared("list", references[BARE_LIST]),
            "contacts.create": compared("create", bare_create),
        },
        EXPERT: {"contacts.get": compared("get", references[EXPERT])},
        "lambdalith": {
            f"contacts.{endpoint}": compared(endpoint, references[f"lambdalith.{endpoint}"])
            for endpoint in ("get", "list", "create")
        },
        "container": {f"contacts.{name}": {"warm_cpu_ms": round(ms, 3)} for name, ms in container.items()},
    }
    for name in ("bare", EXPERT, "lambdalith"):
        by_reference[name] |= {"zip_mb": sizes[name][0], "unzipped_mb": sizes[name][1]}
    return found | {
        "artifact_zip_mb": sizes["artifact"][0],
        "artifact_unzipped_mb": sizes["artifact"][1],
        "login_bcrypt_ratio": round(login_bcrypt_ratio, 3),
        "bcrypt_cpu_ms": round(bcrypt_ms, 1),
        "references": by_reference,
        "environment": {"python": platform.python_version(), "architecture": platform.machine()},
    }


def ratio(one: float, other: float) -> float:
    """Return ``one`` as a multiple of ``other``."""
    return round(one / other, 3)


def answer_bytes(answer: Json) -> int:
    """Return the size of a response to API Gateway: its body, its headers, a status line."""
    if "statusCode" not in answer:
        return len(json.dumps(answer))
    headers = sum(len(f"{name}: {value}\r\n".encode()) for name, value in answer.get("headers", {}).items())
    return len("HTTP/1.1 200 OK\r\n\r\n") + headers + len(answer["body"].encode())


def size_mb(folder: Path) -> tuple[float, float]:
    """Return the size of a folder as a zip file and as it is, in 10^6 bytes."""
    packed, unpacked = size_bytes(folder)
    return round(packed / MILLION, 2), round(unpacked / MILLION, 2)


def size_bytes(folder: Path) -> tuple[int, int]:
    """Return the size of a folder as a zip file and as it is, in bytes."""
    packed = BytesIO()
    unpacked = 0
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.writestr(str(path.relative_to(folder)), path.read_bytes())
                unpacked += path.stat().st_size
    return packed.tell(), unpacked
