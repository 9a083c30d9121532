"""The verbs of saying that papers use, and what sort of saying each is."""

from __future__ import annotations

import re

VERBS = (
    "said|says|saying|told|tells|telling|added|adds|adding|recalled|recalls|recalling|explained|"
    "explains|explaining|admitted|admits|admitting|revealed|reveals|revealing|joked|jokes|joking|"
    "quipped|quips|laughed|laughs|wrote|writes|writing|replied|replies|responded|responds|insisted|"
    "insists|insisting|remembered|remembers|argued|argues|arguing|described|describes|describing|"
    "praised|praises|praising|called|calls|calling|noted|notes|noting|continued|continues|"
    "confessed|confesses|claimed|claims|claiming|suggested|suggests|declared|declares|declaring|"
    "announced|announces|asked|asks|asking|wondered|wonders|tweeted|posted|shared|teased|teases|"
    "stated|states|commented|comments|reflected|reflects|mused|muses|concluded|concludes|agreed|"
    "agrees|warned|warns|promised|promises|hailed|hails|hailing|dubbed|dubs|likened|observed|"
    "observes|offered|offers|grins|grinned|smiles|smiled|shrugs|shrugged|sighs|sighed|beams|beamed|"
    "begins|began|answers|answered|shouted|shouts|whispered|whispers|recounted|recounts|stressed|"
    "stresses|emphasised|emphasized|maintained|maintains|pointed out|points out|went on|goes on|"
    "credited|credits|labelled|labeled|branded|thinks|thought|felt|feels|believes|believed|hopes|"
    "hoped|put it|puts it|chuckles|chuckled|cries|cried|exclaimed|exclaims|lamented|laments|"
    "protested|deadpans|deadpanned|remarked|remarks|enthused|enthuses|thanked|thanks|thanking|"
    "cautioned|countered|counters|interjects|interjected|marvels|marvelled|marveled|cracked|"
    "snapped|murmured|repeated|repeats|predicted|predicts|summed up|sums up|compared|compares|"
    "acknowledged|acknowledges|conceded|concedes|criticised|criticized|characterised|characterized|"
    "paid tribute|pays tribute|referred to|refers to|spoke of|speaks of|vowed|boasted|boasts|"
    "concurred|concurs|clarified|clarifies|elaborated|elaborates|gushed|gushes|swears|swore|"
    "advised|advises|urged|urges|complained|complains|denied|denies|confirmed|confirms|opined|"
    "expressed|ventured|volunteers|volunteered|allows|allowed|reckons|reckoned|signed off|"
    "chimed in|chimes in|told me|tells me|apologised|apologized|teases|muttered|mutters|"
    "dismissed|dismisses|named|cites|cited|slammed|blasted|defended|defends|summarised|summarized|"
    "interrupts|interrupted|cuts in|cut in|chips in|chipped in|pipes up|piped up|weighs in|"
    "weighed in|hits back|hit back|shoots back|shot back|fires back|fired back|retorts|retorted|"
    "reminisces|reminisced|hints|hinted|jests|jested|groans|groaned|giggles|giggled|grimaces|"
    "grimaced|winces|winced|gasps|gasped|scoffs|scoffed|ponders|pondered|reasons|reasoned|raves|"
    "raved|frets|fretted|yells|yelled|mumbles|mumbled|proclaims|proclaimed|attests|attested|"
    "theorises|theorised|theorizes|theorized|pleads|pleaded|penned|captioned|relates|related|"
    "nods|nodded|counsels|counselled|counseled|intones|intoned|stammers|stammered|"
    "dedicated|dedicates|e-?mailed|e-?mails|texted|texts|messaged|purrs|purred|drawls|drawled|growls|growled|found it|finds it|deemed it|considers it|judged it|reiterated|reiterates|quips|enthusing|reflecting|responding|replying|remembering|quipping|"
    "commenting|stating|stressing|suggesting|promising|warning|confirming|announcing|teasing"
)
VERB = re.compile(rf"\b(?P<verb>{VERBS})\b")
PARTICIPLES = frozenset(
    [
        "saying",
        "adding",
        "recalling",
        "explaining",
        "admitting",
        "revealing",
        "joking",
        "writing",
        "insisting",
        "arguing",
        "describing",
        "praising",
        "calling",
        "noting",
        "claiming",
        "declaring",
        "asking",
        "hailing",
        "telling",
        "thanking",
        "reflecting",
        "responding",
        "replying",
        "remembering",
        "quipping",
        "enthusing",
        "commenting",
        "stating",
        "stressing",
        "suggesting",
        "promising",
        "warning",
        "confirming",
        "announcing",
        "teasing",
    ]
)
# What is done to somebody by the one who speaks: "described by her co-star as …".
PASSIVES = (
    "described|called|hailed|praised|dubbed|labelled|labeled|branded|likened|characterised|"
    "characterized|criticised|criticized|dismissed|nicknamed|summed up|remembered"
)
# Verbs that make somebody's words of what stands in marks, whoever it was.
CALLS = frozenset(
    ["called", "calls", "described", "describes", "branded", "labelled", "labeled", "hailed"]
)
OF_ANOTHER = frozenset(["calling", "describing", "praising", "hailing"])
GOES_ON = frozenset(
    [
        "added",
        "adds",
        "adding",
        "continued",
        "continues",
        "went on",
        "goes on",
        "concluded",
        "concludes",
    ]
)
