"""Caption lines: told from paragraphs by their credit, and read for who is where."""

from __future__ import annotations

import re
from dataclasses import replace

from matinee.stories.intake.found import Picture
from matinee.stories.intake.gates import Gated
from matinee.stories.intake.people import NAME
from matinee.stories.intake.placed import placed
from matinee.stories.intake.text import LOW, UP, Block

AGENCIES = {
    "Getty Images": r"\bGetty\b|\bAFP via Getty\b",
    "AP": r"\bAP\b|\bAssociated Press\b|\bINVISION\b|\bInvision\b",
    "PA": r"\bPA\b(?: Wire| Media| Images| Archive)?|\bPress Association\b",
    "Reuters": r"\bReuters\b|\bREUTERS\b",
    "AFP": r"\bAFP\b",
    "Shutterstock": r"\bShutterstock\b",
    "Rex": r"\bR(?:ex|EX)\b",
    "Alamy": r"\bAlamy\b",
    "EPA": r"\bEPA\b",
    "AAP": r"\bAAP\b",
    "The Canadian Press": r"\bCanadian Press\b|\bTHE CANADIAN PRESS\b",
    "Everett Collection": r"\bEverett\b",
    "WireImage": r"\bWireImage\b",
    "Allstar": r"\bAllstar\b",
    "Landmark Media": r"\bLandmark Media\b",
    "Bridgeman": r"\bBridgeman\b",
    "Splash News": r"\bSplash News\b",
    "Inpho": r"\bINPHO\b|\bInpho\b",
}
_AGENCIES = {agency: re.compile(pattern) for agency, pattern in AGENCIES.items()}
_AGENCY_WORD = re.compile("|".join(AGENCIES.values()))
_LABEL = (
    r"(?:Photographs?|Photos?|Pictures?|Pics?|Images?|Illustrations?|Stills?|Composite|Supplied|"
    r"(?:Photo|Picture|Image)? ?[Cc]redits?|Image source|Photograph(?:ed)? by|Photos? by|"
    r"Picture by|Courtesy(?: of)?|Handout|Supplied by|Source|Artwork)"
)
_LABELLED = Gated(
    rf"^(?P<caption>.*?[\s.,)’”'\"]|)\(?\[?(?P<label>{_LABEL})\s*(?P<mark>[:,©–—-]|(?<=Courtesy "
    rf"of)|(?<=by)|(?<=Courtesy))"
    rf"\s*(?P<credit>[^()\[\]]{{2,140}}?)[)\].]*$",
    needs="photo|pic|image|illustration|still|composite|supplied|credit|courtesy|handout|source|"
    "artwork",
    flags=re.IGNORECASE,
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|St|Jr|Sr|Prof|No|vs)\.$")
# Several credits in one, each with its own label: they are kept as they stand.
_SEVERAL = Gated(
    r"^(?P<caption>.*?)\s*\(?(?P<credit>(?:Photo[- ])?(?:Illustration|Composite|Photos?|Video): "
    r"?[^:;]{2,60}; ?(?:Photos?|Pictures?|Images?|Sources?|Stills?): ?[^:]{2,120}?)\)?$",
    needs=";",
)
_IN_BRACKETS = Gated(
    r"^(?P<caption>.{8,}?)\s*[(\[](?P<credit>(?:(?:All |Both |Top |File )?(?:[Pp]hotos?|[Pp]ictures?|[Ii]mages?|"
    r"[Ss]tills?|[Ff]ilm stills?|PHOTO|Artwork|Poster) )?(?:[Cc]ourtesy|COURTESY)(?: of|:| OF)? [^()\[\]]{2,90})[)\]]\.?$",
    needs="ourtesy|COURTESY",
)
_SHOT_BY = re.compile(r"^(?:Photo|Photograph|Picture|Image)s? by (?=[A-Z])")
_CREDIT_FIRST = Gated(
    rf"^{_LABEL}\s*[:©]\s*(?P<credit>[^|]{{2,80}}?)\s*\|\s*(?P<caption>[^|]{{8,}})$",
    needs="||",
    flags=re.IGNORECASE,
)
_PAREN = Gated(
    r"^(?P<caption>.{8,}?)\s*[(\[](?P<credit>[^()\[\]]{2,120})[)\]]\.?$",
    ends=")|]",
)
_GIVEN_BY = re.compile(
    rf"(?:[Ss]ubmitted|[Ss]upplied|[Pp]rovided|[Cc]ontributed|[Ss]ent in|[Ss]hared|[Tt]aken|[Ss]hot) "
    rf"by (?:the )?[{UP}]"
)
_COPYRIGHT = Gated(
    r"^(?P<caption>.{8,}?)\s*(?:©|\(c\)|Copyright)\s*(?P<credit>[^©]{2,100})$",
    needs="©|(c)|Copyright",
)
_COURTESY = Gated(
    r"^(?P<caption>.{8,}?[^.,]?)[.,]?\s+(?P<credit>Courtesy (?:of )?.{2,80})$",
    needs="Courtesy ",
)
_DOTS = Gated(
    r"^(?P<caption>.{6,}?)\s*Credit\s?(?:\.{2,3}|…)\s?(?P<credit>\S.{2,80})$",
    needs="Credit",
)
_SLASHED = Gated(
    rf"^(?P<caption>.{{12,}}?[.!?’”'\"]|"
    rf".{{12,}}?\d{{4}}\.)\s*(?P<credit>(?:[{UP}][\w.’'-]*\s?){{1,6}}/\s?[^.]{{2,80}})$",
    needs="/",
)
_HOUSES = (
    r"Getty Images|Getty|AP|AP Photo|PA(?: Wire| Media| Images)?|Reuters|REUTERS|AFP|Shutterstock|"
    r"Alamy|EPA|AAP|REX|Rex|"
    r"WireImage|FilmMagic|Everett Collection|Splash News|BACKGRID|Netflix|Searchlight(?: "
    r"Pictures)?|Universal(?: Pictures)?|"
    r"Warner Bros\.?|A24|Disney|Sony Pictures|Paramount(?: Pictures)?|Lionsgate|Mubi|MUBI|Focus "
    r"Features|Neon|NEON|HBO|BBC|StudioCanal"
)
_AGENCY_LAST = Gated(
    rf"^(?P<caption>.{{12,}}?)[.,]?\s+(?P<credit>(?:(?<=[.’”'\"]\s)(?:(?:[{UP}][\w.’'&-]*|via|for|of|and|the)[\s/]){{0,6}})?(?:{_HOUSES}))$",
    ends="Getty Images|Getty|AP|AP Photo|PA|PA Wire|PA Media|PA Images|Reuters|REUTERS|AFP|Shutterstock|"
    "Alamy|EPA|AAP|REX|Rex|WireImage|FilmMagic|Collection|News|BACKGRID|Netflix|Searchlight|"
    "Universal|Bros|Bros.|A24|Disney|Pictures|Paramount|Lionsgate|Mubi|MUBI|Features|Neon|NEON|"
    "HBO|BBC|StudioCanal",
)
_CAPS = re.compile(
    rf"^(?P<caption>.{{12,200}}?[{LOW}.’”\"')])\s+(?P<credit>(?:[{UP}][{UP}.’'-]+[ /]){{1,4}}[{UP}][{UP}.’'/-]+)$"
)
_NAMED_HOUSE = Gated(
    rf"^(?P<caption>.{{12,}}?)\s+(?P<credit>[{UP}][\w.’'-]+ [{UP}][\w.’'-]+/(?:{_HOUSES})"
    r"(?: (?:for|via) [\w .’'-]{2,40})?)$",
    needs="/",
)
_BUTTON = re.compile(r"(?:SIGN|LOG|READ|SUBSCRIBE|JOIN|MORE|SHARE|WATCH|BUY|BOOK|CLICK|GET|FIND)\b")
# "Ailsa Roe and Geth Pell as the Lorimers Tamsin Orch/Kittiwake": whoever shot it, and for whom.
_NAME_AND_HOUSE = Gated(
    rf"^(?P<caption>[^/]{{20,160}}?(?:[{LOW}]{{2,}}|[{LOW}] [{UP}][{LOW}]+))\s+"
    rf"(?P<credit>[{UP}][{LOW}’'-]+ [{UP}][{LOW}’'-]+/[{UP}][\w&]+(?: [{UP}][\w&]+)?)$",
    needs="/",
)
_PIPED = Gated(
    r"^(?P<caption>[^|]{12,200}?)\s\|\s(?P<credit>[^|]{2,60})$",
    needs="||",
)
_FOR_PAPER = Gated(
    rf"^(?P<caption>.{{5,160}}?)\s+(?P<credit>{NAME.pattern} (?:for|/) ?(?:Variety|Deadline|THR|IndieWire|"
    rf"The [{UP}]\w+(?: [{UP}]\w+)?|Getty Images))$",
    needs=" for|/",
)
_TAIL = re.compile(
    rf"^(?P<caption>.{{12,}}?[.!?’”'\"])\s+(?P<credit>[{UP}][\w’'&-]*(?:[\s/]+(?:[{UP}&][\w’'&.-]*|of|and)){{0,6}})$"
)
_CREDIT_WORDS = ("credit", "photo",
    "pic", "image", "illustration", "still", "composite", "supplied",
                 "handout", "source", "artwork")  # fmt: skip
_LABEL_MARK = re.compile(rf"{_LABEL.lower()}\s*(?:[:,©–—-]|\.{{2,3}}|…|[a-z])|by\b")
_CREDIT_LINE = re.compile(
    r"^(?:Photographs?|Photos?|Pictures?|Images?|Credits?|(?:Photo|Image|Picture) credit|"
    r"Photograph by|Photo by|Image source)\s*[:©,]?\s*[A-Z©].{1,90}$|^©\s(?!.*(?:[Rr]ights|"
    r"20\d\d)).{2,80}$|"
    r"^(?:Getty Images|PA Wire|PA Media|AP Photo|Shutterstock|Reuters|Alamy)(?:/.{2,40})?$|"
    r"^(?:(?:Photos?|Pictures?|Images?|Stills?|All photos) )?[Cc]ourtesy of .{2,80}$"
)
_MD_IMAGE = re.compile(
    r"^\[?!\[(?P<alt>[^\]]{0,400})\]\((?P<src>[^)\s]{0,800})(?:\s+\"(?P<title>[^\"]{0,400})\")?\)"
    r"(?:\]\([^)\s]{0,800}\))?(?P<below>(?:\n{1,2}[^\n]{1,400})?)$"
)
_ITALIC_LINE = re.compile(r"[*_](?![*_ ])(?P<words>[^*_]{3,400})[*_]")
_CREDITISH = re.compile(
    r"\b(?:via|AP|PA|AFP|Getty|Reuters|Shutterstock|Alamy|Rex|Pictures?|Films?|Studios?|Images?|"
    r"Photo(?:s|graphy)?|Entertainment|Netflix|Disney|Warner|Universal|Sony|Paramount|A24|Mubi|"
    r"Features|Productions?|Media|BBC|ITV|Channel 4|HBO|Apple|Amazon|Prime|Searchlight|Lionsgate|"
    r"Neon|Curzon|BFI|StudioCanal|Handout|Supplied|Courtesy|Credit|Distribution|Archives?|Collection|"
    r"Press|Agency|PR|Wire)\b|/"
)
_SPEECH = re.compile(
    r"[“\"][^”\"]{25,}[”\"]\s*,?\s*(?:\w+\s){0,4}?(?:said|says|told|added|recalled)\b|\b(?:said|"
    r"says|told)\b.*[“\"]"
)


def agency_of(credit: str | None) -> str | None:
    """Return the agency that a credit names, by its usual name."""
    if not credit:
        return None
    via = re.search(r"\bvia (.+)$", credit)
    for text in filter(None, (via[1] if via else None, credit)):
        for agency, pattern in _AGENCIES.items():
            if pattern.search(text):
                return agency
    upper = re.match(rf"^((?:THE )?[{UP}]{{2,}}(?: [{UP}]{{2,}})*)/", credit)
    return upper[1] if upper else None


def _may_credit(text: str) -> bool:
    """Whether a line has what some form of credit needs: most lines have none of it."""
    low = text.lower()
    return (
        text.rstrip(" .*_")[-1:] in {")", "]"}
        or "/" in text
        or " | " in text
        or "©" in text
        or "courtesy" in low
        or "(c)" in low
        or "copyright" in low
        or _AGENCY_LAST.may(text)
        or text[-3:].isupper()
        or " for " in text[-30:]
        or (any(word in low for word in _CREDIT_WORDS) and _LABEL_MARK.search(low) is not None)
    )


def _split(text: str, *, sure: bool = False) -> tuple[str, str] | None:
    """Return (caption, credit) where the line carries a credit in one of the usual forms."""
    if not _may_credit(text):
        return None
    if several := _SEVERAL.match(text):
        return several["caption"].strip(), several["credit"].strip(" .")
    if first := _CREDIT_FIRST.match(text):
        return first["caption"].strip(), first["credit"].strip()
    for pattern in (
        _IN_BRACKETS,
        _LABELLED,
        _DOTS,
        _COURTESY,
        _COPYRIGHT,
        _PAREN,
        _SLASHED,
        _FOR_PAPER,
        _NAMED_HOUSE,
        _NAME_AND_HOUSE,
        _PIPED,
        _CAPS,
        _AGENCY_LAST,
    ):
        match = pattern.match(text)
        if match is None:
            continue
        caption, credit = match["caption"].strip(" ([|–—-"), match["credit"].strip(" .,")
        if pattern is _CAPS and (
            _BUTTON.match(credit)
            or _FINITE.search(caption)
            or ("/" not in credit and re.search(r"[:?!]", caption))
        ):
            continue
        if pattern is _PIPED and not (
            sure or (_caption_like(caption) and _CREDITISH.search(credit))
        ):
            continue
        if pattern is _FOR_PAPER and not NAME.match(caption):
            continue
        if pattern is _NAME_AND_HOUSE and (
            _FINITE.search(caption) or caption.endswith((" and", " in", " of"))
        ):
            continue
        if pattern is _COPYRIGHT and re.match(r"(?:19|20)\d\d\b.*[Rr]ights", credit):
            continue
        if pattern is _PAREN:
            if not (_SHOT_BY.match(credit) or _creditish(credit, caption, sure=sure)):
                continue
            credit = _SHOT_BY.sub("", credit)
        if pattern is _LABELLED:
            label = match["label"]
            if caption.lower() in {"best", "the", "motion", "moving", "the big"}:
                continue  # "Best picture: The Ice Road"
            if label.lower() == "supplied" and match["mark"] == ":":
                credit = f"Supplied: {credit}"
            elif label.lower().startswith("courtesy"):
                credit = credit if match["mark"] == ":" else f"{label} {credit}"
            elif match["mark"] and match["mark"] in "–—-," and label.lower() != "image source":
                continue
        return caption, _LED_BY_LABEL.sub("", credit) if pattern is _PIPED else credit
    return None


def read_weak_caption(block: Block) -> Picture | None:
    """Return the picture of a line like "X and Y in Kelp. Row Pictures", or None."""
    match = _TAIL.match(block.text) if len(block.text) < 260 else None
    if match is None or _TITLED.search(match["caption"]):
        return None
    if not (_caption_like(match["caption"]) and _company(match["credit"])):
        return None
    return _picture(block, match["caption"], match["credit"])


def _company(credit: str) -> bool:
    return not re.search(
        r"^(?:For|In|At|With|On|To|By|From|And|But|After|Before|As)\b|\b(?:January|February|March|April|June|July|August|September|October|November|December|"
        r"\d{4})\b",
        credit,
    )


_HOUSE_LAST = re.compile(
    r"(?:Pictures?|Films?|Studios?|Images|Entertainment|Productions?|Media|Features)$"
)
_NO_CREDIT = re.compile(
    r"(?:exclusive|updated?|video|watch|trailer|photos?|pictures|review|interview|analysis|opinion|"
    r"spoilers?|podcast|listen|live|sponsored)(?:[ !:].{0,20})?",
    re.IGNORECASE,
)


def _creditish(credit: str, caption: str, *, sure: bool = False) -> bool:
    """Whether words in brackets at a line's end credit a picture; `sure` that it is a caption."""
    if (
        len(credit.split()) > 14
        or re.match(r"[a-z]", credit)
        or _NO_CREDIT.fullmatch(credit)
        or re.fullmatch(r"(?:U|PG|12A?|15|18|R|\d{4}|[\d ]+min\w*)(?:[,;].*)?", credit)
    ):
        return False
    if _AGENCY_WORD.search(credit) or "/" in credit or _GIVEN_BY.match(credit):
        return True
    if re.match(rf"[{UP}][\w ]{{1,30}}: ?[{UP}]", credit):
        return True
    if _CREDITISH.search(credit):
        one = (
            len(caption) < 220
            and not re.search(r"[.!?] [A-Z]", caption)
            and _HOUSE_LAST.search(credit)
        )
        if caption.endswith(".") and len(caption) < 220 and not re.search(r"[.!?] [A-Z]", caption):
            return True  # brackets behind the full stop, as captions have them
        return sure or bool(one) or not caption.endswith((".", "”", '"')) or _caption_like(caption)
    return NAME.fullmatch(credit) is not None and (sure or _caption_like(caption))


def credit_only(text: str) -> bool:
    """Whether a line is nothing but the credit of the picture above it."""
    if len(text) > 130:
        return False
    bare = text.strip()
    if bare.startswith("(") and bare.endswith(")"):
        inner = bare[1:-1]
        return (
            "(" not in inner and _creditish(inner, "") and not re.search(r"\d+ ?min|[.!?]$", inner)
        )
    parts = bare.split(";")  # "Getty Images; Courtesy of Ward Agency"
    return all(_CREDIT_LINE.match(part.strip()) for part in parts)


_LED_BY_LABEL = re.compile(
    r"^(?:Picture|Photo|Photograph|Image|Credit|Still)s?\s*(?:[:©]|courtesy of |via )\s*"
)


def with_credit(block: Block) -> Picture | None:
    """Return the picture of a caption and, on the line below it, its credit."""
    caption, _, line = block.text.rpartition("\n")
    if (image := _MD_IMAGE.match(caption)) is not None:
        caption = image["title"] or image["alt"]
    bare = line.strip("*_ ")
    if bare.startswith("("):
        bare = bare[1:-1]
    parts = _split(f"x {bare}") or ("", bare)
    credit = _LED_BY_LABEL.sub("", parts[1] if not parts[0].strip("x ") else bare)
    return _picture(block, caption.strip(), credit.strip())


def markdown_image(block: Block) -> Picture | None:
    """Return the picture of a Markdown image, with the line of its credit where one follows."""
    match = _MD_IMAGE.match(block.text)
    if match is None:
        return None
    caption = match["title"] or match["alt"]
    if match["title"] and match["alt"] and credit_only(match["title"]):
        owner = _LED_BY_LABEL.sub("", match["title"])
        return replace(_picture(block, match["alt"], owner), src=match["src"], alt=match["alt"])
    told = _ITALIC_LINE.fullmatch(match["below"].strip())
    if told and not credit_only(told["words"].strip()):
        words = told["words"].strip()
        made = _picture(block, *(_split(words, sure=True) or (words, None)))
        return replace(made, src=match["src"], alt=match["alt"])
    below = match["below"].strip("*_ \n")
    owner = _LED_BY_LABEL.sub("", below)
    if below and owner != below and credit_only(below):
        return replace(_picture(block, caption, owner), src=match["src"], alt=match["alt"])
    parts = _split(f"{caption} ({below})") if below and credit_only(below) else _split(caption)
    made = _picture(block, *(parts or (caption, below or None)))
    return replace(made, src=match["src"], alt=match["alt"])


_BY_NAME = re.compile(rf"By {NAME.pattern}(?:, [A-Z]{{2,4}})?")  # "By Cillian Roe, PA"
_LINK_LAST = re.compile(r"\]\([^()\s]*\)[*_ .]*$")


def read_caption(block: Block, *, sure: bool = False) -> Picture | None:
    """Return the picture that a line speaks of, or None where the line is a paragraph.

    `sure` says that HTML called it a caption.
    """
    text = block.text if sure else block.text.strip("*_ ")
    if text.count("](") > 1 or _LINK_LAST.search(text):
        return None
    if not sure and (len(text) > 420 or len(text) < 12 or not _may_credit(text)):
        return None
    if not sure and (_SPEECH.search(text) or _BY_NAME.fullmatch(text)):
        return None
    parts = _split(text, sure=sure)
    if parts is None:
        return _picture(block, text, None) if sure else None
    if not sure and len(re.findall(r"[.!?] [A-Z“]", parts[0])) > 2:
        return None
    return _picture(block, *parts)


def _picture(block: Block, caption: str, credit: str | None) -> Picture:
    return Picture(
        text=block.text, start=block.start, end=block.end, caption=caption, credit=credit,
        agency=agency_of(credit), people=placed(caption),
    )  # fmt: skip


BOX_LINE = re.compile(
    r"(?:Starring|Written|Directed|Director|Cast|Screenplay|With|Classification|Rated|Running time|"
    r"Opens|In (?:UK |Irish |select )*(?:cinemas|theat)|Genre|Cert|Certificate|Stars|Where|Rating)\b"
)
_FINITE = re.compile(
    r"\b(?:said|says|is|was|are|were|has|had|will|have|would|can|could|told|opens|reaches|hits|"
    r"arrives|released|looked|"
    r"made|makes|went|gets|got|became|becomes|won|wins|says|announced|revealed|negotiated|wrote|"
    r"began|begins|think|know|"
    r"tells|follows|plays|played|directed|directs|took|takes|moved|moves|does|did|returns|joined|"
    r"started|remains|seems)\b"
)
_LED_BY_NAME = re.compile(
    rf"^(?:(?:[A-Z][\w -]{{2,24}}: )|(?:From left(?: to right)?[,:]? )|(?:[Dd]irector|[Aa]ctor|"
    rf"[Aa]ctress|[Ss]tars?|[Ff]ilm-?maker|Former \w+|The cast of|Sisters?|Brothers?) "
    rf")?{NAME.pattern}"
)


def _caption_like(text: str) -> bool:
    """Whether words read as a caption: led by a name, without a finite verb, and short."""
    bare = re.sub(r"[‘“\"'*][^‘’“”\"*]{2,80}[’”\"'*]", "X", text)
    return (
        len(text) <= 200
        and _LED_BY_NAME.match(text) is not None
        and not _FINITE.search(re.sub(r",? (?:which|who) [^,]*", "", bare))
        and len(re.findall(r"[.!?] ", text)) <= 1
    )


def looks_like_caption(text: str) -> bool:
    """Whether a line without a credit reads as a caption: who, in what or where, and no more."""
    if len(text) > 140 or BOX_LINE.match(text) or not _caption_like(text):
        return False
    return (
        re.search(
            r"(?<!\w)(?:in|on|at|as|with|during|outside|arriving|attending|poses|and)(?= )|"
            r"\((?:left|right|centre)\)",
            text,
        )
        is not None
        and not re.search(r"[:?!]", text[25:])
        and (text.endswith(".") or len(text.split()) < 14)
    )
