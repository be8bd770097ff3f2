from __future__ import annotations

import json
import urllib.error
import urllib.request

from shebaotong.messages.gateway import GatewayFailure, Outgoing

# A gateway that is busy or slow will take it later; any other 4xx says that this SMS is wrong.
_TRY_AGAIN = frozenset({408, 425, 429})


class HttpGateway:
    """Posts each SMS as JSON ``{"reference", "phone", "text"}`` with a bearer token.

    The reference is also the Idempotency-Key, so that an SMS whose answer was lost is not sent twice.
    """

    def __init__(self, *, url: str, token: str, timeout: float = 10.0) -> None:
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("an SMS gateway is reached over https: phone numbers must not travel in clear")
        self._url, self._token, self._timeout = url, token, timeout

    def send(self, sms: Outgoing) -> None:
        body = json.dumps({"reference": sms.reference, "phone": sms.phone, "text": sms.text})
        request = urllib.request.Request(
            self._url,
            data=body.encode(),
            method="POST",
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self._token}",
                "Idempotency-Key": sms.reference,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout):
                return
        except urllib.error.HTTPError as error:
            permanent = 400 <= error.code < 500 and error.code not in _TRY_AGAIN
            raise GatewayFailure(f"HTTP {error.code}", permanent=permanent) from None
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            raise GatewayFailure(type(error).__name__, permanent=False) from None
