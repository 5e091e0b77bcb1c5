"""Puts the service together: adapters behind ports, ports into use cases."""
