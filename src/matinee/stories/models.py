"""The stories room's tables, gathered where Django looks for them."""

from matinee.stories.copies import Copy, CopySketch, Proposal, Quote
from matinee.stories.pages import FrontPage, SectionPage, StoryPage
from matinee.stories.sources import AskedHost, Source, SourceEntry

__all__ = [
    "AskedHost",
    "Copy",
    "CopySketch",
    "FrontPage",
    "Proposal",
    "Quote",
    "SectionPage",
    "Source",
    "SourceEntry",
    "StoryPage",
]
