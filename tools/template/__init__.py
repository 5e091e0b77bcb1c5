"""The contents of template.yaml as plain values: tables, queues, buckets, functions and what starts them, throttles.

Reading has no side effect and needs no AWS account. Example::

    template = load_template(Path("template.yaml"), {"Stage": "local"})
    template.tables["ContactsTable"].create_arguments
    [route.key for route in template.routes]
"""

from tools.template.document import TemplateError
from tools.template.loader import load_template
from tools.template.model import (
    CorsRules,
    Function,
    HttpApi,
    Queue,
    QueueSource,
    Route,
    RuleSource,
    Schedule,
    StreamSource,
    Table,
    Template,
    Throttle,
)

__all__ = [
    "CorsRules",
    "Function",
    "HttpApi",
    "Queue",
    "QueueSource",
    "Route",
    "RuleSource",
    "Schedule",
    "StreamSource",
    "Table",
    "Template",
    "TemplateError",
    "Throttle",
    "load_template",
]
