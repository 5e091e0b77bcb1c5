"""The own picture, through gateway, function, Cloudinary's SDK and its stand-in, over HTTP."""

from __future__ import annotations

import httpx

from tests.journeys.conftest import together
from tests.journeys.test_demo_account import demo
from tests.support.product import RunningProduct
from tests.support.sample_pictures import SECRET, pixels, talkative

AVATAR = "/api/v1/auth/me/avatar"


@together
def test_a_picture_is_uploaded_shown_kept_and_deleted(product: RunningProduct) -> None:
    file = talkative("JPEG")
    with httpx.Client(trust_env=False) as client:
        login = client.post(f"{product.url}/api/v1/auth/login", json=demo(product))
        client.headers["authorization"] = f"Bearer {login.json()['access_token']}"
        uploaded = client.post(product.url + AVATAR, files={"file": ("me.png", file, "image/png")})
        assert uploaded.status_code == 200, uploaded.text
        url = uploaded.json()["avatar_url"]
        shown = httpx.get(url, headers={"sec-fetch-site": "cross-site"}, trust_env=False)
        assert shown.headers["content-type"] == "image/jpeg"
        _, size, _ = pixels(shown.content)
        assert size == (300, 300)
        assert SECRET not in shown.content
        assert len(list((product.data / "pictures").iterdir())) == 1
        assert client.delete(product.url + AVATAR).status_code == 204
        assert httpx.get(url, trust_env=False).status_code == 404
        assert client.get(f"{product.url}/api/v1/auth/me").json()["avatar_url"] is None
