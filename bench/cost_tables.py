"""What requests to the functions cost, as tables in docs/performance.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.cost import WHOLE_PROCESSOR_MB, Assumptions, Bill, Load, Prices, bill, billed_ms
from bench.log_bytes import log_bytes
from tools.docs.markdown import code, table
from tools.template import load_template

USUAL_MEMORY_MB = 256
MEMORY_SIZES = (USUAL_MEMORY_MB, 512, WHOLE_PROCESSOR_MB)
_NEEDED = ("warm_cpu_ms", "init_cpu_ms", "dynamodb_requests", "read_units", "write_units")


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A function called over HTTP: its figures, what a request uses, and the memory size it is priced at."""

    name: str
    load: Load
    memory_mb: int
    figures: Mapping[str, Any]


def priced_functions(functions: Mapping[str, Mapping[str, Any]], root: Path) -> list[Priced]:
    """Return the functions with enough measurements; those with a whole vCPU for hashing are priced with it."""
    template = load_template(root / "template.yaml", {"Stage": "prod"})
    routes = {route.function_id: route.key for route in template.described_routes}
    found = []
    for function_id, function in template.functions.items():
        name = function.handler.removeprefix("functions.").removesuffix(".handler")
        figures = functions.get(name, {})
        if function_id in routes and all(figures.get(figure) is not None for figure in _NEEDED):
            load = load_of(figures, log_bytes(root, routes[function_id]).total)
            size = function.memory_mb if function.memory_mb >= WHOLE_PROCESSOR_MB else USUAL_MEMORY_MB
            found.append(Priced(name=name, load=load, memory_mb=size, figures=figures))
    return found


def load_of(figures: Mapping[str, Any], logged_bytes: int) -> Load:
    """Return what a request with these figures uses."""
    return Load(
        cpu_ms=figures["warm_cpu_ms"],
        init_cpu_ms=figures["init_cpu_ms"],
        database_requests=figures["dynamodb_requests"],
        read_units=figures["read_units"],
        write_units=figures["write_units"],
        log_bytes=logged_bytes,
        answer_bytes=figures.get("answer_bytes", Assumptions().answer_bytes),
    )


def price_table() -> str:
    """Return the table of prices and assumptions."""
    prices, assumed = Prices(), Assumptions()
    return table(
        ["", "dollars"],
        [
            ["HTTP API, a million requests", f"{prices.http_api_million_requests:.2f}"],
            ["Lambda, a million requests", f"{prices.lambda_million_requests:.2f}"],
            ["Lambda on arm64, a million gigabyte-seconds", f"{prices.lambda_gigabyte_second * 1e6:.4f}"],
            ["DynamoDB on demand, a million read units", f"{prices.million_read_units:.3f}"],
            ["DynamoDB on demand, a million write units", f"{prices.million_write_units:.3f}"],
            ["CloudWatch Logs, a gigabyte taken in", f"{prices.log_gigabyte:.2f}"],
            ["answers to the internet, a gigabyte", f"{prices.egress_gigabyte:.2f}"],
            ["*assumed:* DynamoDB answers after", f"{assumed.database_wait_ms:g} ms"],
            ["*assumed:* an answer with its headers, where it was not measured", f"{assumed.answer_bytes:g} bytes"],
            ["*assumed:* cold starts", f"{assumed.cold_starts:.0%} of requests"],
            ["*assumed:* a millisecond of this machine's CPU", "one of Lambda's, on arm64 with a whole vCPU"],
        ],
    )


def log_table(root: Path) -> str:
    """Return the table of log lines for a request that shows a contact."""
    of_get = log_bytes(root, "GET /api/v1/contacts/{contact_id}")
    rows = [
        ["the function's, which is its metrics, too", str(of_get.function)],
        [f"Lambda's START, END and REPORT ({code('PlatformLogLevel')})", str(of_get.platform)],
        [f"API Gateway's ({code('AccessLog')})", str(of_get.access)],
        ["**all**", f"**{of_get.total}**"],
    ]
    return table(["line", "bytes"], rows)


def cost_table(functions: Sequence[Priced]) -> str:
    """Return the cost of a million requests to each function, item by item."""
    parts = list(Bill.__dataclass_fields__)
    rows = []
    for each in functions:
        costs = bill(each.load, each.memory_mb)
        rows.append([code(each.name), *(f"{getattr(costs, part):.2f}" for part in parts), f"**{costs.total:.2f}**"])
    return table(["a million of", *parts, "total"], rows)


def memory_table(functions: Sequence[Priced]) -> str:
    """Return the time and price of each function's requests at several memory sizes."""
    rows = [[code(each.name), *(_time_and_price(each.load, size) for size in MEMORY_SIZES)] for each in functions]
    return table(["", *(f"{size} MB" for size in MEMORY_SIZES)], rows)


def _time_and_price(load: Load, memory_mb: int) -> str:
    return f"{billed_ms(load, memory_mb):.1f} ms, ${bill(load, memory_mb).total:.2f}"


def memory_choice(function: Priced) -> str:
    """Return what half the memory would save, and what it would cost in time."""
    small, large = MEMORY_SIZES[:2]
    load, figures = function.load, function.figures
    saved = bill(load, large).total - bill(load, small).total
    longer = {size: load.cpu_ms * WHOLE_PROCESSOR_MB / size for size in (small, large)}
    sentences = [
        f"{code(function.name)} at {small} MB instead of {large} MB changes a million's bill by {-saved:+.2f} dollars,",
        f"and the CPU of each request takes {longer[small]:.1f} ms instead of {longer[large]:.1f}.",
    ]
    if "rss_mb" in figures:
        sentences.append(f"It has {figures['rss_mb']:.0f} MB in memory, so either is large enough.")
    if "first_invoke_cpu_ms" in figures:
        first = figures["first_invoke_cpu_ms"] * WHOLE_PROCESSOR_MB
        sentences.append(f"The first request of a process takes {first / small:.0f} ms instead of {first / large:.0f}.")
    return " ".join(sentences)
