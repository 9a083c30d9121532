"""What an edition is made of: the blocks that an editor moves about."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from matinee.publication.models import Territory

RICH = ["bold", "italic", "link", "ol", "ul"]
STORY = "stories.StoryPage"
STARS = [(n, "★" * n) for n in range(1, 6)]


def territory_choices() -> list[tuple[str, str]]:
    """Return the territories as (code, name), for a form."""
    return list(Territory.objects.values_list("code", "name"))


def _why() -> blocks.CharBlock:
    return blocks.CharBlock(
        required=False,
        label="Why it is here",
        help_text="A note for editors; readers never see it.",
        max_length=300,
    )


class LetterBlock(blocks.StructBlock):
    """The critic's letter: the words at the top, signed with the author's picture."""

    words = blocks.RichTextBlock(
        features=RICH,
        required=False,
        help_text="Write as to one reader. What struck you this week, and what ties it together?",
    )
    signed = blocks.BooleanBlock(required=False, default=True, label="Sign it as the author")
    why = _why()

    class Meta:
        icon = "edit"
        label = "Letter"
        group = "Words"


class StoryBlock(blocks.StructBlock):
    """One story, with its picture unless turned off; own words go before the story's."""

    story = blocks.PageChooserBlock(STORY)
    headline = blocks.CharBlock(
        required=False, max_length=200, help_text="Leave empty for the story’s own."
    )
    standfirst = blocks.TextBlock(
        required=False, max_length=500, help_text="Leave empty for the story’s own."
    )
    picture = blocks.BooleanBlock(required=False, default=True, label="With its picture")
    why = _why()

    class Meta:
        icon = "doc-full"
        label = "Story"
        group = "Stories"


class LeadBlock(StoryBlock):
    """The story that opens the edition, with its picture, caption and credit."""

    class Meta:
        icon = "pick"
        label = "Lead story"
        group = "Stories"


class StoryListBlock(blocks.StructBlock):
    """Headlines under a heading, without pictures."""

    heading = blocks.CharBlock(default="Also this week", max_length=80)
    stories = blocks.ListBlock(blocks.PageChooserBlock(STORY))
    why = _why()

    class Meta:
        icon = "list-ul"
        label = "Story list"
        group = "Stories"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who said them and where."""

    text = blocks.TextBlock(help_text="Without quotation marks; they are set for you.")
    speaker = blocks.CharBlock(max_length=160)
    where_said = blocks.CharBlock(required=False, max_length=250)
    story = blocks.PageChooserBlock(STORY, required=False)
    quote = blocks.IntegerBlock(required=False, label="Accepted quote no.")
    why = _why()

    class Meta:
        icon = "openquote"
        label = "Quote"
        group = "Words"


class PictureBlock(blocks.StructBlock):
    """A picture with the words that belong to it; empty words fall back to the picture's own."""

    image = ImageChooserBlock()
    alt = blocks.CharBlock(required=False, max_length=250, label="In words, for who can’t see it")
    caption = blocks.CharBlock(required=False, max_length=500)
    credit = blocks.CharBlock(required=False, max_length=250)
    url = blocks.URLBlock(required=False, label="Links to")

    class Meta:
        icon = "image"
        label = "Picture"
        group = "Extras"


class ReleasesBlock(blocks.StructBlock):
    """Films and when they open: each reader reads the date of their own territory."""

    heading = blocks.CharBlock(default="Opening near you", max_length=80)
    films = blocks.ListBlock(SnippetChooserBlock("films.Film"))
    why = _why()

    class Meta:
        icon = "calendar-alt"
        label = "Releases"
        group = "Films"


class FilmOfTheWeekBlock(blocks.StructBlock):
    """One film with its stars and a verdict."""

    heading = blocks.CharBlock(default="Film of the week", max_length=80)
    film = SnippetChooserBlock("films.Film")
    stars = blocks.ChoiceBlock(choices=STARS, required=False)
    verdict = blocks.TextBlock(required=False, max_length=600)
    story = blocks.PageChooserBlock(STORY, required=False, label="Its review")
    why = _why()

    class Meta:
        icon = "pick"
        label = "Film of the week"
        group = "Films"


class FilmClubBlock(blocks.StructBlock):
    """Something old among what is new: a film from the archive, and the story about it."""

    heading = blocks.CharBlock(default="Film club", max_length=80)
    story = blocks.PageChooserBlock(STORY, required=False, label="A story about it")
    film = SnippetChooserBlock("films.Film", required=False)
    words = blocks.TextBlock(required=False, max_length=600, label="Why watch it now")
    why = _why()

    class Meta:
        icon = "history"
        label = "Film club"
        group = "Films"


class TextBlock(blocks.StructBlock):
    """Plain words, with a heading if wanted."""

    heading = blocks.CharBlock(required=False, max_length=80)
    words = blocks.RichTextBlock(features=RICH)
    why = _why()

    class Meta:
        icon = "pilcrow"
        label = "Text"
        group = "Words"


class ButtonBlock(blocks.StructBlock):
    """One thing to press."""

    label = blocks.CharBlock(max_length=60)
    url = blocks.URLBlock(required=False)
    page = blocks.PageChooserBlock(required=False, help_text="Instead of an address.")

    class Meta:
        icon = "link"
        label = "Button"
        group = "Extras"


class SponsorBlock(blocks.StructBlock):
    """A paid place, always labelled as such."""

    name = blocks.CharBlock(max_length=120)
    words = blocks.TextBlock(max_length=500)
    image = ImageChooserBlock(required=False)
    alt = blocks.CharBlock(required=False, max_length=250, label="Its picture in words")
    url = blocks.URLBlock()

    class Meta:
        icon = "tag"
        label = "Sponsor"
        group = "Extras"


class PollBlock(blocks.StructBlock):
    """A question to readers. Each answer is a link; a press on the page behind it counts."""

    heading = blocks.CharBlock(default="Your turn", max_length=80)
    question = blocks.CharBlock(max_length=160)
    answers = blocks.ListBlock(blocks.CharBlock(max_length=80), min_num=2, max_num=6)
    days = blocks.IntegerBlock(
        default=7, min_value=1, max_value=60, label="Closes after", help_text="Days from sending."
    )
    why = _why()

    class Meta:
        icon = "tick-inverse"
        label = "Poll"
        group = "Words"


class DividerBlock(blocks.StaticBlock):
    """A thin line."""

    class Meta:
        icon = "horizontalrule"
        label = "Divider"
        group = "Extras"
        admin_text = "A thin line."


COMMON: list[tuple[str, blocks.Block]] = [
    ("story", StoryBlock()),
    ("story_list", StoryListBlock()),
    ("quote", QuoteBlock()),
    ("picture", PictureBlock()),
    ("text", TextBlock()),
    ("button", ButtonBlock()),
    ("sponsor", SponsorBlock()),
    ("divider", DividerBlock()),
]


def segment_choices() -> list[tuple[str, str]]:
    """Return the saved segments of readers as (number, name), for a form."""
    from matinee.editions import segments

    return segments.choices()


class OnlyForBlock(blocks.StructBlock):
    """Blocks that only readers in one territory, or in one segment, are sent."""

    territory = blocks.ChoiceBlock(choices=territory_choices, required=False)
    segment = blocks.ChoiceBlock(
        choices=segment_choices,
        required=False,
        help_text="Saved under Readers. With a territory too: readers who are in both. "
        "The web version leaves out what is for a segment.",
    )
    content = blocks.StreamBlock(COMMON)
    why = _why()

    def clean(self, value: Any) -> Any:
        """Refuse a block that is for nobody."""
        cleaned = super().clean(value)
        if not cleaned.get("territory") and not cleaned.get("segment"):
            said = ValidationError("Choose a territory, a segment, or both.")
            raise StructBlockValidationError(block_errors={"territory": said})
        return cleaned

    class Meta:
        icon = "globe"
        label = "Only for some readers"
        group = "Extras"


class EditionBlocks(blocks.StreamBlock):
    """Everything that an edition can hold, in the order that the chooser shows."""

    letter = LetterBlock()
    lead = LeadBlock()
    releases = ReleasesBlock()
    film_of_the_week = FilmOfTheWeekBlock()
    film_club = FilmClubBlock()
    poll = PollBlock()
    only_for = OnlyForBlock()

    class Meta:
        block_counts: ClassVar[dict[str, Any]] = {
            "letter": {"max_num": 1},
            "lead": {"max_num": 1},
        }


def edition_blocks() -> EditionBlocks:
    """Return the stream of an edition: its own blocks and those usable anywhere."""
    return EditionBlocks(COMMON)
