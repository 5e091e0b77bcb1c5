"""API Gateway's HTTP API on this machine: the template's routes, throttles and CORS in front of the real handlers.

Requests become events of payload format 2.0, and return values of handlers become HTTP responses, by the rules of
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from local.gateway.application import Gateway
from local.gateway.throttling import Throttles, ThrottleUse

__all__ = ["Gateway", "ThrottleUse", "Throttles"]
