"""The stories room's tables, gathered where Django looks for them."""

from matinee.stories.copies import Copy, CopySketch, Proposal, Quote
from matinee.stories.decisions import Decision
from matinee.stories.pages import FrontPage, SectionPage, StoryPage
from matinee.stories.sources import AskedHost, Source, SourceEntry, SourcePart
from matinee.stories.tokens import CopyToken
from matinee.stories.wanted import CopyLink, PictureFetch

__all__ = [
    "AskedHost",
    "Copy",
    "CopyLink",
    "CopySketch",
    "CopyToken",
    "Decision",
    "FrontPage",
    "PictureFetch",
    "Proposal",
    "Quote",
    "SectionPage",
    "Source",
    "SourceEntry",
    "SourcePart",
    "StoryPage",
]
