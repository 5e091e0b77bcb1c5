"""The OpenAPI document, assembled from the functions' routers: ``make docs``."""
