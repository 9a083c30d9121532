"""Content security: one strict policy for the public, one that Wagtail's desk can live with."""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

DESK = "/desk/"

# Wagtail's desk writes inline styles and scripts; it is behind a login and same-origin only.
DESK_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF, "blob:"],
    "worker-src": [SELF, "blob:"],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}


class PolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, with the desk's own policy under /desk/."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy for this answer; the desk's replaces the public one whole."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(DESK) and not report_only:
            parts.config = dict(DESK_POLICY)
        return parts
