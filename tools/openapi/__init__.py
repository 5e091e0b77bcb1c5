"""Assembles the OpenAPI document from the functions' routers. Run it with ``make docs``."""
