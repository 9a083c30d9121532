"""The stories room's tables, gathered where Django looks for them."""

from matinee.stories.copies import Copy, CopySketch, Proposal, Quote
from matinee.stories.pages import FrontPage, SectionPage, StoryPage
from matinee.stories.sources import AskedHost, Source, SourceEntry
from matinee.stories.tokens import CopyToken

__all__ = [
    "AskedHost",
    "Copy",
    "CopySketch",
    "CopyToken",
    "FrontPage",
    "Proposal",
    "Quote",
    "SectionPage",
    "Source",
    "SourceEntry",
    "StoryPage",
]
