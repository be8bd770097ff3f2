"""The gateway's face: the HTTP API for machines, version 1."""

from shebaotong.gateway.attachments import files_router
from shebaotong.gateway.auth import Token
from shebaotong.gateway.describing import DescribedApi
from shebaotong.gateway.endpoints import open_router, router
from shebaotong.gateway.problems import install
from shebaotong.gateway.reading import StrictJson
from shebaotong.gateway.rendering import CompactJson

api = DescribedApi(
    title="shebaotong 社保通",
    version="1.0.0",
    description="Cases, documents and receipts of one agency; errors are RFC 9457.",
    urls_namespace="gateway",
    openapi_url="/openapi.json",
    docs_url=None,
    parser=StrictJson(),
    renderer=CompactJson(),
)
install(api)
api.add_router("", router, auth=Token())
api.add_router("", files_router, auth=Token())
api.add_router("", open_router, auth=None)

__all__ = ["api"]
