"""The words beside a name that tell who directs and who plays whom."""

from __future__ import annotations

import re

from matinee.stories.intake.gates import Gated
from matinee.stories.intake.text import APOS, LOW, UP
from matinee.stories.intake.titles import GENRE

LOWER = (
    rf"(?:[{LOW}\d][\w{APOS}-]*|[{UP}][{LOW}]+(?= (?:actor|actress|musician|singer|comedian|comic|stand-up|star|newcomer|"
    rf"documentarian|auteur|veteran|writer|writer-director|rapper|dancer|model|stage|screen|film-?maker|director)\b)|(?:Oscar|Emmy|Bafta|BAFTA|Tony|Grammy|Olivier|Academy Award|Golden Globe|"
    rf"Palme d[{APOS}]Or|Ifta|IFTA|Aacta|AACTA)s?|[{UP}][\w-]*[{APOS}]s?|[{UP}][{LOW}]+-(?:born|based|winning|"
    rf"nominated))"
)
GOES_ON = re.compile(rf"\w|-[{UP}]")
DIRECTOR_BEFORE = Gated(
    rf"\b(?:(?:[Cc]o-)?[Dd]irected|[Hh]elmed|[Ww]ritten and directed|"
    rf"[Dd]irected and (?:co-)?written|made) by (?:the )?(?:{LOWER},? ){{0,4}}$"
    r"|\b(?:[Ss]hot|[Ff]ilmed) (?:in|over|on|entirely) [\w -]{3,30} by $"
    r"|(?<![\w-])(?:[Cc]o-)?(?:[Dd]irectors?|[Ff]ilm-?makers?|[Ww]riter(?:[-/ ]|"
    r" and )[Dd]irectors?|[Aa]uteur|[Hh]elmer|[Dd]ir(?:\.|:)|DIRECTOR)(?:[-/ ](?:writer|"
    r"star)| and (?:co-)?(?:writer|star|producer|screenwriter|editor))?[:,]? $"
    rf"|\b(?:feature|directorial|directing|first|second|third) (?:debut|film|feature) (?:of|for) (?:the )?(?:{LOWER} ){{0,4}}$"
    rf"|\b(?:{GENRE}) (?:by|from) (?:the )?(?:{LOWER} |[{UP}][{LOW}]+ (?=[{LOW}])){{0,4}}$",
    needs=" by | from |debut of|debut for|film of|film for|feature of|feature for",
    ends="irector|irectors|IRECTOR|maker|makers|uteur|elmer|dir|Dir|writer|star|producer|"
    "screenwriter|editor",
)
OTHER_DIRECTORS = re.compile(
    r"\b(?:festival|artistic|managing|marketing|casting|creative|musical|music|art|photography|"
    r"programme|"
    r"executive|deputy|theatre|stage|assistant|news|technical|medical|funeral|medical|"
    r"company)[ -]directors?,? $",
    re.IGNORECASE,
)
DIRECTOR_AFTER = re.compile(
    r"^(?: \([^()\x00]{2,50}\))?(?:,[^,.;]{2,50},)?(?: who|, who)? (?:also |first )?(?:(?:co-)?wrote and |"
    r"(?:co-)?writes and |wrote, |writes, )?(?:(?:co-)?directs|(?:co-)?directed|helms|"
    r"helmed)\b(?! by)"
    r"|^,? (?:the|its|who is the|also the) (?:(?:film|movie|picture|"
    r"drama)[’']s )?(?:[\w-]+ ){0,2}director\b(?! of (?:programming|the (?:festival|BFI)))"
    r"|^,? (?:who )?(?:also )?(?:wrote (?:it )?and )?is (?:also )?directing\b"
    r"|^(?:, \d\d,)? (?:will make|makes|is making|made) (?:his|her|"
    r"their) (?:[\w-]+ ){0,3}debut with the (?:film|movie)"
    rf"|^[^.;:\x00]{{0,60}},? whose (?:new |latest |first |debut )?{GENRE} (?:tells|follows|is|"
    rf"was|opens|stars|won|has)\b"
    r"|^(?:,? \d\d,?)?(?: has| had)? (?:said|says) that directing\b|^,? (?:centre|left|"
    r"right),? directs\b"
    r"|^,? (?:who )?(?:is (?:again )?returning to direct|(?:has )?return(?:s|ed) to direct|will (?:again )?direct|"
    r"is (?:set|due|back|attached|lined up) to direct)\b"
    r"|^ (?:turns|adapts|reworks|transposes|has adapted) (?:[^.;]{2,60}?)\b(?:novel|play|memoir|"
    r"book|story|comic)\b",
)
OWNS = re.compile(
    rf"^[{APOS}]s? (?:(?!(?:star|actor|performance|character|role|turn|"
    rf"career)\b)[\w’'£$€.-]+,? ){{0,5}}?(?:{GENRE}s?|directorial)\b"
)
AUTHOR = Gated(
    r"\b(?:novel|novella|play|book|memoir|story|stories|comic|poem|screenplay|script|score|"
    r"photographs?|written|composed|shot|edited|produced|"
    r"adapted)\b[^.;:]{0,40}\bby (?:the )?(?:[\w’'-]+ ){0,3}$",
    needs="by ",
)
NOT_OWNER = re.compile(
    r"\b(?:starring|stars?|star|actor|actress|actors?|played by|novelist|author|critic|producer|"
    r"writer|playwright|on|from|version of|adaptation of|remake of|inspired by|like|with)[:,]? $",
    re.IGNORECASE,
)
CAST_LIST = re.compile(
    rf"\b(?:[Ss]tarring|[Ss]tars|[Ss]tarred|[Cc]o-starring|featuring|[Ff]eatures|directs|"
    rf"alongside|opposite|(?:[Cc]ast|ensemble|line-up)[^.;]{{0,24}} (?:also )?(?:includes|"
    rf"features|boasts|led by|headed by)|"
    rf"[Jj]oining (?:the cast|the film|them|him|her|[\w’ ]{{2,20}}) (?:is|are|will be)|"
    rf"(?:[Nn]ew to|[Aa]dded to|[Cc]ompleting|[Rr]ounding out|[Aa]lso in|[Ii]n) the cast (?:is|are)|[Oo]pposite (?:her|him|them) (?:is|are)|"
    rf"joined by|rounded out by|played by|portrayed by|voiced by|co-stars?|newcomers?|cast-mates?|"
    rf"{GENRE} with|\b(?:turn|performance|cameo|support|work)s? (?:from|by))(?: (?:respectively )?by)?:? (?:(?:the|an?|fellow|stage|actors?|"
    rf"actress|{LOWER}) ){{0,5}}(?:[{UP}][{LOW}]+ and )?(?:Sir |Dame )?$"
)
CAST_AFTER = re.compile(
    r"^[’']s? (?:[\w-]+ ){0,2}(?:performance|turn|role|character|part) in (?=[‘“\"'*_A-Z])"
    r"|^[^.;:\x00]{2,70}?\b(?:his|her) (?:[\w-]+ ){0,2}(?:performance|turn|role|character|"
    r"part) in (?=[‘“\"'*_A-Z])"
    r"|^ is (?:[\w-]+ ){0,2}(?:wasted|superb|excellent|terrific|wonderful|splendid|brilliant|touching|hilarious|"
    r"magnificent|miscast|perfect|outstanding|impressive|fine|good|great|funny|a (?:joy|delight|hoot|marvel|"
    r"revelation|treat|knockout|scream)) (?:as|in)\b"
    r"|^,? (?:voicing|narrating|narrates|reprising|reprises|(?:returns?|returning|back) as|(?:will )?takes? over (?:from [^.,;\x00]{3,40}? )?as|"
    r"(?:will )?replaces? [^.,;\x00]{3,40}? as)\b"
    r"|^, (?:the|an?) [^,.;\x00]{3,60} who (?:plays?|played|voices|stars as)\b"
    r"|^ \([^()\x00]{2,40}\) (?:stars?|co-stars?|plays|leads)\b"
    r"|^, who appears [\w ]{0,30}as\b"
    r"|^,? (?:the )?(?:co-)?(?:stars?|lead) of (?=[‘“\"'*_A-Z])"
    r"|^(?:, (?:who is |aged )?\d\d,?| \(\d\d\))?(?:,? who)?,? (?:also |both |all |is to |are to |"
    r"will |to |recently |memorably |has been cast |is cast |stars and )?"
    r"(?:plays?|played|stars?|starred|co-stars?|co-starred|portrays?|portrayed|leads (?!the)|"
    r"leads (?:the )?(?:a |cast)|appears? (?:as|in|opposite)|cast as|voices|steals|(?:heads?|"
    r"leads?|rounds? out|lead|make up|complete|complet\w+) the cast|"
    r"take(?:s)? (?:on )?the (?:lead|title))\b"
)
CHAIN = re.compile(
    rf"^(?:,? (?:aged )?\d\d,?| \([^()\x00]{{2,40}}\))?(?:,? the [^,.;:\x00]{{3,50}}(?=, and))?(?: as [^.;:\x00]{{2,70}}?)?(?:,| and| &|"
    rf", and|, with| with)+ (?:(?:{LOWER}) ){{0,5}}(?:Sir |Dame )?$"
)
BREAKS = re.compile(
    r"\b(?:directed|director|written|produced|from|based|said|says|told|by|stars?|starring|plays?|"
    r"opposite|alongside)\b"
)
ROLE_AFTER = re.compile(
    r"^(?:, (?:who is |aged )?\d\d,?| \(\d\d\)|, (?:the|an?) [^,.;\x00]{3,60}(?= who))?(?:,? who)?,? (?:also |will |is to |recently |"
    r"is cast |cast |is )?(?:plays?|played|portrays?|stars? as|starred as|co-stars? as|"
    r"appears? as|cast as|as|voices|takes on|(?:returns?|returning|back) as|"
    r"(?:repris|repeat)(?:es|ing|ed) (?:his|her|their|the) [\w -]{0,24}as|"
    r"takes? over (?:from [^.,;\x00]{3,40}? )?as|replaces? [^.,;\x00]{3,40}? as) (?P<role>(?:(?:Mr|Mrs|Ms|Dr|St)\. )?[^.,;:()\x00“”\"]{2,90})"
)
IS = re.compile(
    rf"^ is (?P<role>(?:(?:Mr|Mrs|Ms|Dr|Captain|Father|Sister|Aunt|"
    rf"Uncle)\.? )?[{UP}][{LOW}][\w-]*(?: [{UP}][{LOW}][\w-]*){{0,2}})(?=[,.;]| (?:in|who|and|"
    rf"with|whose|–|—|the)\b)"
)
IN_BRACKETS = re.compile(
    rf"(?P<role>(?:[{UP}][\w{APOS}-]+(?: [{UP}][\w{APOS}-]+){{0,2}})|"
    rf"[{LOW}][\w-]+)(?:,[^,.()]{{2,50}},)? \((?:played by (?:the )?(?:{LOWER} ){{0,4}}|"
    rf"an? (?:[\w’'-]+ ){{1,5}}|the (?:[\w’'-]+ ){{1,5}}|newcomer )?$"
)
CLOSES = re.compile(
    r"^(?:, (?:left|right|centre|center|above|below|pictured|\d\d|of [\w ]+|who [^()]{2,40}|"
    r"[\w ]{2,30}))?\)|^(?:,| and| &)"
)
CHARACTER = re.compile(
    rf"(?:^|\s)(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Captain|Sister|Father|Inspector|Detective|Aunt|Uncle|"
    rf"Lady|Lord|Sir|King|Queen)\.?\s)?[{UP}][{LOW}]+[\w-]*(?:\s[{UP}][{LOW}]+[\w-]*){{0,2}})(?=$|"
    rf"[\s,])(?![’'])"
)
# "With A, B and C." as a listing has it.
ONLY_WITH = re.compile(
    rf"^With (?:(?:and |& )?[{UP}][\w’'.-]*(?:, | |\.?$))+(?:as [^.,;]{{3,60}}\.?)?$"
)
ALL_OF = re.compile(
    r"^(?:Sisters|Brothers|Twins|Friends|Lovers|Cousins|Siblings|Teenagers|Spouses|Newlyweds) "
)
CREW = re.compile(
    r"\b(?:[Dd]irectors?|[Ww]riters?|[Pp]roducers?|[Cc]omposer|[Aa]uthor|[Ee]ditor|[Cc]ritic|"
    r"[Pp]hotographer|screenwriter|novelist|playwright|"
    r"cinematographer|designer|wife|husband|partner|colleague|friend|Chief|Head|Professor|"
    r"President|Minister|Chair|Founder|"
    r"Manager|Officer|Executive|Curator|Programmer|spokes\w+|festival|company|studio|film|movie|"
    r"drama|comedy|novel|book|play)\b"
)
NO_CHARACTER = frozenset(
    [
        "British",
        "American",
        "Irish",
        "Australian",
        "Canadian",
        "French",
        "German",
        "Italian",
        "Polish",
        "English",
        "Scottish",
        "Welsh",
        "Jewish",
        "Catholic",
        "Muslim",
        "Black",
        "Asian",
    ]
)
YEAR_CLOSES = re.compile(r", (?:19|20)\d\d[,)]")
TO_TITLE = re.compile(r"(?:[’']s?)?,? [‘“\"'*_]?")
POSSESSIVE = re.compile(r"[’']s? [‘“\"'*_]?")
# "… ‘Low Water,’ the Ann Lee drama": hers as its maker, where nothing else is said of her.
OF_TITLE = ("”, the ", "’, the ", '", the ', "” the ", '" the ', "* the ", "*, the ", "_, the ")
THE_GENRE = re.compile(
    rf" (?:[\w-]+ ){{0,3}}{GENRE}\b(?! (?:star|actor|actress|director|critic|writer|festival))"
)
STARS = re.compile(r"\b[Ss]tar(?:s|ring):? $")
# "And Ann Lee, as the lock-keeper’s wife, has …"
AS_SOMEBODY = re.compile(r", as [^,.;\x00]{3,60}, (?=[a-z])")
SHOWN = re.compile(r"\b(?:image|look|glimpse|picture|still|photo)s? (?:\(\w+\) )?(?:of|at) $")
AND_ONE = re.compile(r",? (?:and|with)(?: (?!said\b|says\b)[^.;:,\x00]{2,30})? $")
AS_PART = re.compile(rf" as (?:the|an?|his|her|[{UP}])")
PRONOUNS = frozenset(["me", "him", "her", "us", "them", "it", "you", "i", "he", "she", "they"])
STARS_OF = re.compile(r"[’”\"'*_]?( (?:co-)?stars? (?:Sir |Dame )?)$")
SUBJECT_PLAYS = re.compile(
    r"(?:^|(?<=[,;] )|\b[Ii]n (?:it|the film|which),? )(?P<subj>[Hh]e|[Ss]he|"
    r"[Tt]he (?:[\w’'-]+ ){0,3}?(?:actor|actress|star|comedian|performer|newcomer|\d\d-year-old))"
    r"(?:, \d\d,|, who [^,]{3,60},)? (?:also |will |is to |now )?(?P<verb>plays?|stars as|"
    r"co-stars as|portrays|stars) (?P<role>[^.,;:()\x00]{2,90})"
)
OWN_FILM = re.compile(
    rf"\b(?P<subj>his|her) (?:new|latest|forthcoming|upcoming|next|current) (?:[\w-]+ ){{0,3}}?"
    rf"(?:{GENRE}),? (?=[‘“\"'*_{UP}])"
)
FIRST_FILM = re.compile(
    rf"\b(?:is|was) (?P<subj>his|her) (?:first|second|third|debut|fourth|latest|new) (?:{GENRE})\b"
    rf"|^(?P<subj2>His|Her) (?:[\w-]+ ){{1,3}}?(?:{GENRE}), (?=[‘“\"'*_{UP}])"
)
# "Director Ann Lee said …": of which film is not told.
LABEL = re.compile(r"(?<![\w-])(?:[Dd]irector|[Ff]ilm-?maker) $")
WITH_ONE = re.compile(r", with [^,.;\x00]{0,40}$")
# "Her other films included …", of one who directs.
OWN_FILMS = re.compile(
    r"^(?P<subj>His|Her) (?:(?:other|later|earlier|subsequent|further|next|early) )?(?:films|features|movies|pictures)"
    r"(?: as (?:a )?director)? (?:include[ds]?|were|are) "
)
# "Lathom directed eleven features, among them …"
THEIR_FILMS = Gated(
    rf"(?P<who>(?:[{UP}][\w’'-]+ )*[{UP}][\w’'-]+) (?:has |had |also )?(?:directed|made) [^.;,]{{0,30}}?"
    r"(?:features|films|movies|pictures),? (?:among (?:them|which)|including|such as) ",
    needs="among|including|such as",
)
