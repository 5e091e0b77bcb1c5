"""What makes the product and operates it: template, artifact, OpenAPI document, docs, runbook commands.

Nothing here is deployed: `functions` and `shared` never import it.
"""
