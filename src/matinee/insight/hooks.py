"""Providers' webhooks: anymail checks who speaks and what it means, `notices` acts on it.

A provider's door is there only where its signing key or WEBHOOK_SECRET is set; without one
anybody could write notices. Answers are the same whatever the notice says: taken, refused, or
come again.
"""

from __future__ import annotations

import logging
import warnings
from functools import cache
from typing import Any

from anymail import urls as anymail_urls
from anymail.exceptions import AnymailError, AnymailWarning
from anymail.signals import AnymailTrackingEvent, tracking
from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
from anymail.webhooks.base import AnymailBaseWebhookView
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.db import Error as DatabaseError
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from matinee.insight.notices import take_notice

logger = logging.getLogger(__name__)


class WithoutBoto(AmazonSESTrackingWebhookView):
    """SES's notices where boto3 is not installed: all but confirming the topic by itself."""

    def __init__(self, **kwargs: Any) -> None:
        self.auto_confirm_enabled = False
        self.session_params: dict[str, Any] = {}
        self.client_params: dict[str, Any] = {}
        AnymailBaseWebhookView.__init__(self, **kwargs)

    def parse_events(self, request: HttpRequest) -> list[Any]:
        """As anymail; a topic that asks to be confirmed is said."""
        if self._parse_sns_message(request).get("Type") == "SubscriptionConfirmation":
            logger.warning(
                "Amazon SNS asks to confirm a topic: install boto3 and let it ask again, or "
                "confirm it in Amazon's console."
            )
        return list(super().parse_events(request))


@cache
def _views() -> dict[str, type[AnymailBaseWebhookView]]:
    """Return anymail's tracking views by provider, as its own addresses name them."""
    found = {}
    for pattern in anymail_urls.urlpatterns:
        name = str(pattern.name)
        if name.endswith(("_tracking_webhook", "mandrill_webhook")):
            provider = name.removesuffix("_webhook").removesuffix("_tracking")
            found[provider] = pattern.callback.view_class
    return found


def _door(provider: str) -> AnymailBaseWebhookView | None:
    """Return a provider's view where it is secured by the settings, else None."""
    kind = _views().get(provider)
    if kind is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AnymailWarning)
        try:
            try:
                view = kind()
            except ImportError:
                if kind is not AmazonSESTrackingWebhookView:
                    return None
                view = WithoutBoto()
        except (ImproperlyConfigured, ValueError):
            return None
    return view if view.basic_auth or not view.warn_if_no_basic_auth else None


@csrf_exempt
@never_cache
@require_http_methods(["POST", "HEAD"])
def notice(request: HttpRequest, provider: str) -> HttpResponse:
    """Take a provider's notices in.

    200 taken; 400 not signed as it should be, or not to be read; 404 a provider without its key
    in the settings; 503 our own trouble, so that the provider tries again.
    """
    view = _door(provider)
    if view is None:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()
    view.setup(request)
    try:
        answer: HttpResponse = view.post(request)
    except (SuspiciousOperation, AnymailError, ImproperlyConfigured):
        return HttpResponse(status=400)
    except DatabaseError as error:
        logger.error("A provider's notice could not be kept: %s", type(error).__name__)
        return HttpResponse(status=503)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        logger.warning("A notice of %s could not be read: %s", provider, type(error).__name__)
        return HttpResponse(status=400)
    return answer


@receiver(tracking, dispatch_uid="insight: take notice")
def _take(sender: object, event: AnymailTrackingEvent, esp_name: str, **_: object) -> None:
    take_notice(event, esp_name)
