"""What readers reach from a letter: the page where an answer to a poll is counted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from matinee.editions import polls

PAGE = "editions/poll.html"


@csrf_exempt  # the token in the address is the authority, and no cookie plays a part
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def poll(request: HttpRequest, token: str, number: int, answer: int | None = None) -> HttpResponse:
    """GET shows the question with the answer chosen; POST counts it, then shows how it stands."""
    who = polls.caller(token, number)
    if who is None:
        return render(request, PAGE, {"case": "unknown"}, status=404)
    if request.method == "POST":
        chosen = request.POST.get("answer", "")
        try:
            polls.answer(who, int(chosen) if chosen.isdecimal() and len(chosen) < 3 else -1)
        except polls.PollClosedError:
            pass  # the page that follows says so
        except ValueError:
            return _page(request, who, token, None, missing=True)
        return redirect("editions:poll", token, number)
    return _page(request, who, token, answer)


def _page(
    request: HttpRequest, who: polls.Caller, token: str, answer: int | None, missing: bool = False
) -> HttpResponse:
    is_open = who.poll.is_open()
    # Shown once the reader has answered, or nobody can any more.
    told = who.given is not None or not is_open
    fits = answer is not None and answer < len(who.poll.answers)
    context: dict[str, Any] = {
        "case": "ask" if is_open else "closed",
        "poll": who.poll,
        "token": token,
        "given": who.given,
        "given_words": _words(who),
        "chosen": answer if fits else who.given,
        "results": polls.results(who.poll) if told else None,
        "missing": missing,
    }
    return render(request, PAGE, context, status=422 if missing else 200)


def _words(who: polls.Caller) -> str:
    known = who.given is not None and who.given < len(who.poll.answers)
    return who.poll.answers[who.given or 0] if known else ""
