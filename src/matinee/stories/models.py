"""The stories room's tables, gathered where Django looks for them."""

from matinee.stories.copies import Copy, CopySketch, Proposal, Quote
from matinee.stories.pages import FrontPage, SectionPage, StoryPage

__all__ = [
    "Copy",
    "CopySketch",
    "FrontPage",
    "Proposal",
    "Quote",
    "SectionPage",
    "StoryPage",
]
