"""Who speaks, over the many turns that British, Irish, American and Australian copy gives it."""

from __future__ import annotations

import pytest

from tests.intake.pages import page

OPENING = (
    "Director Maeve Cullinane has made a drama called The Tide Table. Actor Rory Tennick plays a "
    "harbour master and Ines Okafor his sister."
)
TURNS: list[tuple[list[str], list[str | None]]] = [
    (
        ["“It took nine years,” said Cullinane, who grew up in Sligo and studied in Leeds."],
        ["Maeve Cullinane"],
    ),
    (["“It took nine years,” Cullinane, 54, says."], ["Maeve Cullinane"]),
    (["“It took nine years,” Cullinane says with a laugh."], ["Maeve Cullinane"]),
    (["According to Cullinane, the shoot was “the wettest of my life”."], ["Maeve Cullinane"]),
    (["In a statement, Cullinane said: “It took nine years.”"], ["Maeve Cullinane"]),
    (
        [
            "In a statement released on Tuesday, the director thanked “everyone who kept the lights on”."
        ],
        ["Maeve Cullinane"],
    ),
    (["“It took nine years,” reads a statement from Cullinane."], ["Maeve Cullinane"]),
    (["Writing on Instagram, Tennick said: “We are all very proud of it.”"], ["Rory Tennick"]),
    (["Taking to X, Okafor posted: “We are all very proud of it.”"], ["Ines Okafor"]),
    (["Posting on Instagram, Okafor wrote: “We are all very proud of it.”"], ["Ines Okafor"]),
    (
        [
            "Asked whether she would do it again, Cullinane smiles. “Ask me in the spring,” she says."
        ],
        ["Maeve Cullinane"],
    ),
    (
        ["Asked whether she would do it again, Cullinane laughed: “Ask me in the spring.”"],
        ["Maeve Cullinane"],
    ),
    (
        ["Okafor, whose last film won a prize in Cork, called the script “a gift that came late”."],
        ["Ines Okafor"],
    ),
    (
        ["“We never rehearsed,” recalls Tennick, speaking over the phone from his home in Hove."],
        ["Rory Tennick"],
    ),
    (
        [
            "“We never rehearsed,” Tennick remembers. “Not once. Maeve said it would spoil the water.”"
        ],
        ["Rory Tennick"],
    ),
    (["Tennick nods. “We never rehearsed.”"], ["Rory Tennick"]),
    (
        ["Tennick says that he was afraid. “I can’t swim,” he explains. “I never could.”"],
        ["Rory Tennick"],
    ),
    (
        ["Okafor says the set was cold. “You could see your breath in the kitchen.”"],
        ["Ines Okafor"],
    ),
    (
        ["Okafor had never been on a boat. “You could see your breath in the kitchen.”"],
        ["Ines Okafor"],
    ),
    (["But for Okafor it was a homecoming. “I knew every stone,” she says."], ["Ines Okafor"]),
    (
        ["“I knew every stone,” says Okafor.", "Her co-star agrees: “You could hear her humming.”"],
        ["Ines Okafor", "Rory Tennick"],
    ),
    (["“I knew every stone,” Ms Okafor told the Harbour Gazette."], ["Ines Okafor"]),
    (["“I knew every stone,” Ms. Okafor said in an interview."], ["Ines Okafor"]),
    (["“I knew every stone,” Okafor told me when we met in a café in Hull."], ["Ines Okafor"]),
    (["Okafor tells me she cried at the read-through: “I knew every stone.”"], ["Ines Okafor"]),
    (["As Okafor puts it: “I knew every stone.”"], ["Ines Okafor"]),
    (["As Tennick put it to the audience, “you could hear her humming”."], ["Rory Tennick"]),
    (["“I knew every stone,” is how Okafor puts it."], ["Ines Okafor"]),
    (["“I knew every stone,” was Okafor’s answer."], ["Ines Okafor"]),
    (["Cullinane’s verdict: “It took nine years.”"], ["Maeve Cullinane"]),
    (["Cullinane’s response was short. “It took nine years.”"], ["Maeve Cullinane"]),
    (["“Bring a coat,” was the director’s advice to the young."], ["Maeve Cullinane"]),
    (["“Bring a coat,” the 47-year-old director said."], ["Maeve Cullinane"]),
    (
        ["“Bring a coat,” the Sligo-born filmmaker told reporters at the premiere."],
        ["Maeve Cullinane"],
    ),
    (["“Bring a coat,” said the Sligo native."], [None]),
    (
        [
            "Speaking at the premiere on Monday night, Tennick described Cullinane as “a force of nature”."
        ],
        ["Rory Tennick"],
    ),
    (["Tennick praised Cullinane, saying she was “a force of nature”."], ["Rory Tennick"]),
    (
        [
            "Tennick has described Cullinane as “a force of nature” and the shoot as “a long cold bath”."
        ],
        ["Rory Tennick", "Rory Tennick"],
    ),
    (["Cullinane has been called “a force of nature” by Tennick."], ["Rory Tennick"]),
    (["Okafor was described by Cullinane as “the best I have worked with”."], ["Maeve Cullinane"]),
    (["“The best I have worked with,” is what Cullinane says of Okafor."], ["Maeve Cullinane"]),
    (
        [
            "In an interview with the Harbour Gazette, Cullinane revealed that she had “thrown the first script into the sea”."
        ],
        ["Maeve Cullinane"],
    ),
    (["Cullinane admits to being “a bit of a tyrant about boots”."], ["Maeve Cullinane"]),
    (["Tennick, who is 61, joked that he had been “cast for the beard”."], ["Rory Tennick"]),
    (["Tennick joked he was “cast for the beard”."], ["Rory Tennick"]),
    (["Tennick felt “cast for the beard”."], ["Rory Tennick"]),
    (
        ["“I was cast for the beard,” Tennick, who plays the harbour master, told the BBC."],
        ["Rory Tennick"],
    ),
    (
        ["“I was cast for the beard,” Tennick, best known for soap opera, has said."],
        ["Rory Tennick"],
    ),
    (["“I was cast for the beard,” says Tennick – and strokes it."], ["Rory Tennick"]),
    (["“I was cast,” says Tennick – stroking it – “for the beard.”"], ["Rory Tennick"]),
    (["“The most beautiful thing I have seen all year.” – Harbour Gazette"], [None]),
    (
        [
            "“I was cast for the beard.”",
            "The remark, made by Tennick on a rainy morning, is not quite a joke.",
        ],
        [None],
    ),
    (
        [
            "Dr Owen Lyle, a historian at the University of Hull, said: “There were never any harbour masters.”"
        ],
        ["Owen Lyle"],
    ),
    (
        [
            "Historian Owen Lyle said: “There were never any harbour masters.”",
            "“The word is a modern one,” Dr Lyle added.",
        ],
        ["Owen Lyle", "Owen Lyle"],
    ),
    (
        ["A spokesperson for the distributor said: “There will be screenings in the autumn.”"],
        [None],
    ),
    (
        ["A spokeswoman, Carla Denholm, said: “There will be screenings in the autumn.”"],
        ["Carla Denholm"],
    ),
    (
        [
            "The company’s chief executive, Carla Denholm, said: “There will be screenings in the autumn.”"
        ],
        ["Carla Denholm"],
    ),
    (
        [
            "Carla Denholm, chief executive of the company, said there would be “screenings in the autumn”."
        ],
        ["Carla Denholm"],
    ),
    (
        [
            "“There will be screenings in the autumn,” said Carla Denholm, the company’s chief executive."
        ],
        ["Carla Denholm"],
    ),
    (["“There will be screenings in the autumn,” a source close to Cullinane said."], [None]),
    (["One viewer wrote: “I slept through it.”"], [None]),
    (["“I slept through it,” wrote one viewer."], [None]),
    (["Fans were divided. “I slept through it,” one posted."], [None]),
    (["Critics have been kind: the Gazette called it “a slow wonder”."], [None]),
    (["The Gazette’s Tom Ashby called it “a slow wonder”."], ["Tom Ashby"]),
    (["Tom Ashby of the Gazette called it “a slow wonder”."], ["Tom Ashby"]),
    (["Writing in the Gazette, Tom Ashby said it was “a slow wonder”."], ["Tom Ashby"]),
    (["Tom Ashby, writing in the Gazette, called it “a slow wonder”."], ["Tom Ashby"]),
    (["“A slow wonder,” Tom Ashby wrote in his review for the Gazette."], ["Tom Ashby"]),
    (
        [
            "Okafor spoke first. “I knew every stone,” she said.",
            "Then Tennick. “I knew none of them,” he said.",
        ],
        ["Ines Okafor", "Rory Tennick"],
    ),
    (
        ["Okafor remembers meeting Cullinane. “She had a dog with her and I thought, fine.”"],
        ["Ines Okafor"],
    ),
    (
        [
            "“She had a dog with her,” says Okafor of meeting Cullinane.",
            "“It was my mother’s dog,” Cullinane says.",
        ],
        ["Ines Okafor", "Maeve Cullinane"],
    ),
    (
        [
            "“I like dogs,” says Tennick.",
            "He is sitting by a window in Hove.",
            "“I like them more than boats.”",
        ],
        ["Rory Tennick", "Rory Tennick"],
    ),
    (
        ["“I like dogs,” says Tennick.", "“I like them more than boats.", "“I always have.”"],
        ["Rory Tennick", "Rory Tennick"],
    ),
    (
        ["“Is it a ghost story? No,” says Cullinane. “Is it a love story? Maybe.”"],
        ["Maeve Cullinane"],
    ),
    (["“Is it a ghost story?” I ask. “No,” says Cullinane."], [None, "Maeve Cullinane"]),
    (
        ["I ask Cullinane if it is a ghost story. “No,” she says. “It is a story with a ghost.”"],
        ["Maeve Cullinane"],
    ),
    (
        ["When I mention the weather, Tennick groans. “Don’t,” he says. “Just don’t.”"],
        ["Rory Tennick"],
    ),
    (["Tennick groans when I mention the weather. “Don’t start on that.”"], ["Rory Tennick"]),
    (["The actor groans when I mention the weather. “Don’t start on that.”"], ["Rory Tennick"]),
    (["Tennick’s face falls. “Don’t start on that,” he says."], ["Rory Tennick"]),
    (
        [
            "Tennick’s wife, Polly Marsh, watches from the door. “He says that to everyone,” she says."
        ],
        ["Polly Marsh"],
    ),
    (["“He says that to everyone,” says his wife, Polly Marsh."], ["Polly Marsh"]),
    (
        [
            "Tennick met his wife, Polly Marsh, on a film set. “We have never agreed about dogs,” he says."
        ],
        ["Rory Tennick"],
    ),
    (["“We have never agreed about dogs,” Tennick’s wife says."], [None]),
    (["“No one told us,” they said in a joint statement."], [None]),
    (["“No one told us,” Tennick and Okafor said in a joint statement."], [None]),
    (
        [
            "Both actors praised the crew. Okafor called them “heroes”, while Tennick said they were “mad, all of them”."
        ],
        ["Ines Okafor", "Rory Tennick"],
    ),
    (["“I hated it,” the director laughs. “I loved it.”"], ["Maeve Cullinane"]),
    (
        [
            "“They’re heroes,” Okafor says.",
            "“They’re mad,” Tennick interrupts.",
            "“Heroes,” Okafor insists.",
        ],
        ["Ines Okafor", "Rory Tennick", "Ines Okafor"],
    ),
    (
        ["The film, which Cullinane has described as “a letter to my father”, was shot in Sligo."],
        ["Maeve Cullinane"],
    ),
    (
        ["The film, described by Cullinane as “a letter to my father”, was shot in Sligo."],
        ["Maeve Cullinane"],
    ),
    (["It is, in Cullinane’s words, “a letter to my father”."], ["Maeve Cullinane"]),
    (["In the words of Cullinane, it is “a letter to my father”."], ["Maeve Cullinane"]),
    (["What Cullinane calls “a letter to my father” was shot in Sligo."], ["Maeve Cullinane"]),
    (["It is, says Cullinane, “a letter to my father”."], ["Maeve Cullinane"]),
    (["It is – says Cullinane – “a letter to my father”."], ["Maeve Cullinane"]),
    (["“It is,” Cullinane said Tuesday, “a letter to my father.”"], ["Maeve Cullinane"]),
    (
        ["“It is a letter to my father,” Cullinane said Tuesday in a phone interview from Galway."],
        ["Maeve Cullinane"],
    ),
    (["“It is a letter to my father,” Cullinane told Variety’s Dan Pell."], ["Maeve Cullinane"]),
    (
        [
            "“It is a letter to my father,” Cullinane told an audience of film students at Cork on Friday."
        ],
        ["Maeve Cullinane"],
    ),
    (
        ["“It is a letter to my father,” Cullinane told Tennick in an onstage conversation."],
        ["Maeve Cullinane"],
    ),
    (
        ["Tennick: “It is a letter to her father.” Okafor: “It is more than that.”"],
        ["Rory Tennick", "Ines Okafor"],
    ),
    (["Said Cullinane: “It is a letter to my father.”"], ["Maeve Cullinane"]),
    (["Said Cullinane in a statement: “It is a letter to my father.”"], ["Maeve Cullinane"]),
    (["Commented producer Lars Bodin, “It is a letter to her father.”"], ["Lars Bodin"]),
    (["Producer Lars Bodin commented: “It is a letter to her father.”"], ["Lars Bodin"]),
    (
        [
            "Lars Bodin, who produced the film with Anna Skov, commented: “It is a letter to her father.”"
        ],
        ["Lars Bodin"],
    ),
    (["Producers Lars Bodin and Anna Skov said: “It is a letter to her father.”"], [None]),
    (
        ["Lars Bodin, head of Norr Films, said the deal was “a dream for all of us”."],
        ["Lars Bodin"],
    ),
    (["“A dream for all of us,” said Norr Films’ Lars Bodin."], ["Lars Bodin"]),
    (["“A dream for all of us,” said Lars Bodin of Norr Films."], ["Lars Bodin"]),
    (
        ["“A dream for all of us,” enthused Lars Bodin, CEO and founder of Norr Films."],
        ["Lars Bodin"],
    ),
    (
        [
            "Norr Films’ Lars Bodin, who negotiated the deal with Carla Denholm, said: “A dream for all of us.”"
        ],
        ["Lars Bodin"],
    ),
    (["“A dream,” Bodin said at the time. Lars Bodin runs Norr Films."], ["Lars Bodin"]),
]


@pytest.mark.parametrize(("paragraphs", "speakers"), TURNS, ids=[turn[0][0][:48] for turn in TURNS])
def test_each_turn_of_phrase_finds_its_speaker(
    paragraphs: list[str], speakers: list[str | None]
) -> None:
    found = page(OPENING, *paragraphs)
    assert [quote.speaker for quote in found.quotes] == speakers


@pytest.mark.parametrize(
    "paragraph",
    ["“It took nine years,” she wrote on Instagram.", "“I hated it,” she laughs. “I loved it.”"],
)
def test_she_is_left_open_where_two_women_may_be_meant(paragraph: str) -> None:
    assert [quote.speaker for quote in page(OPENING, paragraph).quotes] == [None]


@pytest.mark.parametrize(
    "opening",
    [
        "A trawler skipper who won a part in a film says that acting is “just shouting”.",
        "The star of a new film about the herring fleet has admitted acting is “just shouting”.",
        "“Acting is just shouting,” says the skipper who has won a part in a film.",
    ],
)
def test_who_is_only_described_at_first_is_named_by_the_paragraph_below(opening: str) -> None:
    found = page(opening, "Shona Gillespie, 41, plays a deckhand in Slack Water.")
    assert found.quotes[0].speaker == "Shona Gillespie"


def test_a_stranger_at_first_is_not_the_one_named_below() -> None:
    found = page(
        "A spokesperson for the harbour said it was “just shouting”.",
        "Shona Gillespie, 41, plays a deckhand in Slack Water.",
    )
    assert found.quotes[0].speaker is None


def test_a_surname_spelt_wrongly_is_still_its_bearers() -> None:
    found = page(
        "Actor Gregor Tulloch plays the mate in Slack Water.",
        "Mr Tullough said the real hero was the boat. “She never missed a tide,” he added.",
    )
    assert found.quotes[0].speaker == "Gregor Tulloch"


def test_a_first_name_of_two_words_is_its_bearers() -> None:
    found = page(
        "Pat Joe Feerick, 71, plays the bus driver in The Half Past Two.",
        "“I sat down and I stood up,” says Pat Joe.",
    )
    assert found.quotes[0].speaker == "Pat Joe Feerick"


def test_the_head_of_a_house_is_named_behind_the_post() -> None:
    found = page("“Nobody so much as coughed,” said Hedgerow’s head of buying, Fergus Niven.")
    assert found.quotes[0].speaker == "Fergus Niven"


def test_he_is_the_one_the_story_is_about_and_not_an_author_named_in_passing() -> None:
    found = page(
        "Walter Dunmore, who edited films for fifty years, has died. He was 88.",
        "Dunmore was born in Hull. Dunmore left school at 14.",
        "Dunmore hitchhiked to London. Dunmore met the director Irene Salt there.",
        "Their one quarrel came over Paper Canyon, adapted from the novel by Horace Teal, when the "
        "studio asked for a longer end. “They had not said how long,” he told an interviewer.",
    )
    assert found.quotes[-1].speaker == "Walter Dunmore"


@pytest.mark.parametrize(
    "paragraph",
    [
        "One person close to the shoot, who was not allowed to speak, called the sum “generous to "
        "the accountants”.",
        "The minister for the arts, whose office paid for it, called it “a ripper”.",
        "“I’ve seen some of it,” says someone who has seen some of it. “It is long.”",
    ],
)
def test_words_of_somebody_unnamed_are_a_quote_of_nobody(paragraph: str) -> None:
    (quote,) = page(OPENING, paragraph).quotes
    assert quote.speaker is None


def test_a_word_in_marks_beside_a_name_given_is_no_speech() -> None:
    assert not page(
        OPENING, "It is the “fun” kind of ghost story, with a butler named Grue."
    ).quotes


@pytest.mark.parametrize("post", ["Analyst", "Publicist", "Choreographer", "Spokeswoman"])
def test_a_post_that_opens_a_sentence_is_no_part_of_a_name(post: str) -> None:
    found = page(f"{post} Petra Ockley said it would end by summer. “It always does,” Ockley said.")
    assert {quote.speaker for quote in found.quotes} == {"Petra Ockley"}
