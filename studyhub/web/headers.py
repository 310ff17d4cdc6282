"""The headers of every answer, static files and errors included (HD-01, HD-02)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from werkzeug.wrappers import Response

FROM_US = (
    "script-src",
    "style-src",
    "img-src",
    "font-src",
    "form-action",
    "connect-src",
    "manifest-src",
    "worker-src",
)
FROM_NOWHERE = ("default-src", "base-uri", "frame-ancestors", "object-src")
CONTENT_SECURITY_POLICY = "; ".join(
    [f"{name} 'none'" for name in FROM_NOWHERE] + [f"{name} 'self'" for name in FROM_US]
)
ALLOWED_TO_US = (
    "clipboard-write",
    "fullscreen",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "web-share",
)
ALLOWED_TO_NOBODY = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
A_YEAR = 365 * 24 * 60 * 60  # seconds


def fixed_headers(*, is_public: bool) -> Mapping[str, str]:
    """Return the headers that are the same on every answer; strict transport only where there is https."""
    headers = {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Permissions-Policy": ", ".join(
            [f"{name}=(self)" for name in ALLOWED_TO_US] + [f"{name}=()" for name in ALLOWED_TO_NOBODY]
        ),
    }
    if is_public:
        headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
    return headers


def send_headers(app: Flask, *, is_public: bool) -> None:
    """Put the fixed headers on every answer, and `no-store` wherever a view did not say otherwise."""
    fixed = fixed_headers(is_public=is_public)

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
