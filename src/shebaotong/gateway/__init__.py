"""HTTP for machines: OpenAPI 3.1, problem+json."""
