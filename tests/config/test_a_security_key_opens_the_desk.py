"""A security key beside the password, in a real browser with Chromium's own virtual key."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from playwright.sync_api import Browser, Page

from tests.browsing import IN_A_BROWSER

WORD = "a long password"
pytestmark = IN_A_BROWSER
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in(screen: Page) -> None:
    screen.goto("/desk/login/")
    screen.fill("[name=username]", "ines")
    screen.fill("[name=password]", WORD)
    screen.click("button[type=submit]")


def test_a_key_is_added_and_then_asked_for(  # type: ignore[no-untyped-def]
    browser: Browser, live_server
) -> None:
    user = User.objects.create_user("ines", email="ines@lantern.example", password=WORD)
    user.groups.add(Group.objects.get(name="Editors"))
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(15_000)
    screen = context.new_page()
    usb = context.new_cdp_session(screen)
    usb.send("WebAuthn.enable")
    usb.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    sign_in(screen)
    screen.wait_for_url("**/desk/")
    screen.goto("/desk/account/second-factor/webauthn/add/")
    screen.fill("[name=password]", WORD)
    screen.click("button[type=submit]")
    screen.fill("[name=name]", "The one on my ring")
    screen.click("#mfa_webauthn_add")
    screen.wait_for_url("**/recovery-codes/**")
    context.clear_cookies()
    sign_in(screen)
    screen.wait_for_url("**/second-factor/authenticate/**")
    screen.click("#mfa_webauthn_authenticate")
    screen.wait_for_url("**/desk/")
    context.close()
