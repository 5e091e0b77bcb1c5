"""From events of API Gateway to one call of a service, and back to responses."""
