"""What a story's body is made of: paragraphs, headings, quotes, pictures, boxes."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

RICH = ["bold", "italic", "link", "ul", "ol"]


class QuoteBlock(blocks.StructBlock):
    """Words pulled out of the story, with who said them and where."""

    text = blocks.TextBlock(label="Words", rows=3)
    speaker = blocks.CharBlock(required=False, label="Who said it")
    where_said = blocks.CharBlock(required=False, label="Where it was said")

    class Meta:
        icon = "openquote"
        template = "stories/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture with the words that belong to it in this story."""

    image = ImageChooserBlock(
        required=False,
        help_text="Until a picture is chosen readers see nothing here; the caption waits for it.",
    )
    caption = blocks.TextBlock(required=False, rows=2)
    credit = blocks.CharBlock(required=False)
    alt = blocks.CharBlock(
        required=False,
        label="Alternative text",
        help_text="What the picture shows, for those who cannot see it.",
    )

    class Meta:
        icon = "image"
        template = "stories/blocks/picture.html"


class SignupBlock(blocks.StructBlock):
    """The sign-up box of a newsletter. Readers see it while the newsletter is open."""

    newsletter = SnippetChooserBlock(
        "newsletters.Newsletter",
        required=False,
        help_text="Empty for the story's own newsletter, or else its section's.",
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add the newsletter that the box is for: its own, the story's, or the section's."""
        context = super().get_context(value, parent_context=parent_context)
        page = context.get("page")
        newsletter = value.get("newsletter") or getattr(page, "box_newsletter", None)
        return {**context, "newsletter": newsletter}

    class Meta:
        icon = "mail"
        template = "stories/blocks/signup.html"


class BodyBlock(blocks.StreamBlock):
    """A story's body, in order."""

    paragraph = blocks.RichTextBlock(features=RICH, template="stories/blocks/paragraph.html")
    heading = blocks.CharBlock(icon="title", template="stories/blocks/heading.html")
    quote = QuoteBlock()
    picture = PictureBlock()
    signup = SignupBlock(label="Sign-up box")
    film = SnippetChooserBlock(
        "films.Film", icon="media", template="stories/blocks/film.html", label="Film box"
    )
