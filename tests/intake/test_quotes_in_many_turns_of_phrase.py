"""What is speech and what is not, and whose: marks of all houses, words held up, quotes run on."""

from __future__ import annotations

import pytest

from tests.intake.pages import page

OPENING = (
    "Director Maeve Cullinane has made a drama called The Tide Table. Actor Rory Tennick plays a "
    "harbour master and Ines Okafor his sister."
)
TURNS: list[tuple[list[str], list[tuple[str, str | None]]]] = [
    (
        ["‘It took nine years,’ said Cullinane. ‘I’d do it again.’"],
        [("It took nine years, I’d do it again.", "Maeve Cullinane")],
    ),
    (
        ["'It took nine years,' said Cullinane. 'I'd do it again.'"],
        [("It took nine years, I'd do it again.", "Maeve Cullinane")],
    ),
    (
        ['"It took nine years," Cullinane said. "I\'d do it again."'],
        [("It took nine years, I'd do it again.", "Maeve Cullinane")],
    ),
    (
        ["“She said ‘no’ and I said ‘yes’,” says Tennick."],
        [("She said ‘no’ and I said ‘yes’,", "Rory Tennick")],
    ),
    (
        ["Tennick says the shoot was “wet, cold and long” but “worth every blister”."],
        [("wet, cold and long", "Rory Tennick"), ("worth every blister", "Rory Tennick")],
    ),
    (["Tennick says the so-called “method” was banned."], []),
    (["The so-called “Cullinane method” was used."], []),
    (["Okafor, 31, laughs when asked about the “curse” of the film."], []),
    (["He won for “Salt Road” and “The Long Field”."], []),
    (["A sign on the wall reads: “No dogs.”"], []),
    (["She wore a badge saying “Votes for Women”."], []),
    (["The film opens with the line “Nobody drowned that year”."], []),
    (
        [
            "“We had no money, no time and no boat. It was heaven,” said Tennick, who turned 60 on set.",
            "“And no sleep!” adds Okafor.",
        ],
        [
            ("We had no money, no time and no boat. It was heaven,", "Rory Tennick"),
            ("And no sleep!", "Ines Okafor"),
        ],
    ),
    (
        ["“The first day was awful.", "“The second day was worse,” said Tennick."],
        [("The first day was awful. The second day was worse,", "Rory Tennick")],
    ),
    (
        ["Tennick explained: “The first day was awful.", "“The second day was worse.”"],
        [("The first day was awful. The second day was worse.", "Rory Tennick")],
    ),
    (
        ["Of the title, Cullinane says: “My aunt kept one by the door.”"],
        [("My aunt kept one by the door.", "Maeve Cullinane")],
    ),
    (["On working with Tennick, Okafor said: “He hums.”"], [("He hums.", "Ines Okafor")]),
    (
        ["On working with Okafor, he said: “She’s the real thing.”"],
        [("She’s the real thing.", "Rory Tennick")],
    ),
    (
        ["Asked about Okafor, Tennick replied: “She’s the real thing.”"],
        [("She’s the real thing.", "Rory Tennick")],
    ),
    (
        [
            "Asked what she had learnt from Tennick, Okafor thought for a moment. “How to hum,” she said."
        ],
        [("How to hum,", "Ines Okafor")],
    ),
    (
        ["“How to hum,” Okafor said when asked what she had learnt from Tennick."],
        [("How to hum,", "Ines Okafor")],
    ),
    (
        ["“How to hum,” said Okafor, when Tennick asked what she had learnt."],
        [("How to hum,", "Ines Okafor")],
    ),
    (["“How to hum,” Okafor told Tennick."], [("How to hum,", "Ines Okafor")]),
    (["Okafor told Tennick that she was “learning to hum”."], [("learning to hum", "Ines Okafor")]),
    (
        ["Tennick was told by Okafor that she was “learning to hum”."],
        [("learning to hum", "Ines Okafor")],
    ),
    (["When Tennick met Okafor, he told her: “You hum.”"], [("You hum.", "Rory Tennick")]),
    (["When Okafor met Tennick, she told him: “You hum.”"], [("You hum.", "Ines Okafor")]),
    (["Tennick said of Okafor: “She hums.”"], [("She hums.", "Rory Tennick")]),
    (["“She hums,” says Tennick of Okafor, whom he met in 2010."], [("She hums,", "Rory Tennick")]),
    (
        [
            "Cullinane added that the film had been “a long time coming”, thanks to “a very patient bank”."
        ],
        [("a long time coming", "Maeve Cullinane"), ("a very patient bank", "Maeve Cullinane")],
    ),
    (
        ["The director – who grew up in Sligo – said it was “a long time coming”."],
        [("a long time coming", "Maeve Cullinane")],
    ),
    (
        ["The director, who grew up in Sligo, said it was “a long time coming”."],
        [("a long time coming", "Maeve Cullinane")],
    ),
    (
        ["Cullinane (The Long Field) said it was “a long time coming”."],
        [("a long time coming", "Maeve Cullinane")],
    ),
    (["It was “a long time coming”, Cullinane said."], [("a long time coming", "Maeve Cullinane")]),
    (
        ["It was “a long time coming”, according to Cullinane."],
        [("a long time coming", "Maeve Cullinane")],
    ),
    (
        ["Cullinane hopes audiences will leave “a little seasick”."],
        [("a little seasick", "Maeve Cullinane")],
    ),
    (
        ["Cullinane wrote in a director’s note that she wanted audiences “a little seasick”."],
        [("a little seasick", "Maeve Cullinane")],
    ),
    (
        ["In a director’s note, Cullinane writes: “I wanted you a little seasick.”"],
        [("I wanted you a little seasick.", "Maeve Cullinane")],
    ),
    (
        ["In the production notes the director explains: “I wanted you a little seasick.”"],
        [("I wanted you a little seasick.", "Maeve Cullinane")],
    ),
    (
        ["Accepting the award, Okafor dedicated it to “everybody who has ever been seasick”."],
        [("everybody who has ever been seasick", "Ines Okafor")],
    ),
    (
        ["Accepting the award, Okafor said: “This is for the seasick.”"],
        [("This is for the seasick.", "Ines Okafor")],
    ),
    (
        ["Okafor shared a photo with the caption: “Seasick again.”"],
        [("Seasick again.", "Ines Okafor")],
    ),
    (["Okafor captioned the photo “seasick again”."], [("seasick again", "Ines Okafor")]),
    (
        [
            "Okafor admits she found it “terrifying at first”. “But then you get used to it,” she adds."
        ],
        [("terrifying at first", "Ines Okafor"), ("But then you get used to it,", "Ines Okafor")],
    ),
    (
        ["Okafor admits she found it “terrifying at first”.", "“But then you get used to it.”"],
        [("terrifying at first", "Ines Okafor"), ("But then you get used to it.", "Ines Okafor")],
    ),
    (
        ["For Tennick, the answer is simple: “Get a bigger boat.”"],
        [("Get a bigger boat.", "Rory Tennick")],
    ),
    (
        ["Tennick has a simple answer: “Get a bigger boat.”"],
        [("Get a bigger boat.", "Rory Tennick")],
    ),
    (
        ["The answer, says Tennick, is simple: “Get a bigger boat.”"],
        [("Get a bigger boat.", "Rory Tennick")],
    ),
    (
        ["The answer, Tennick jokes, was to “get a bigger boat”."],
        [("get a bigger boat", "Rory Tennick")],
    ),
    (
        ["Tennick, though, is cheerful. “Get a bigger boat,” he says, “and a smaller crew.”"],
        [("Get a bigger boat, and a smaller crew.", "Rory Tennick")],
    ),
    (["“Get a bigger boat” is Tennick’s advice."], [("Get a bigger boat", "Rory Tennick")]),
    (
        ["“Get a bigger boat!” Tennick shouted across the bar."],
        [("Get a bigger boat!", "Rory Tennick")],
    ),
    (
        ["“Is that the boat?” asked Okafor on the first day. “Where’s the rest?”"],
        [("Is that the boat? Where’s the rest?", "Ines Okafor")],
    ),
    (["“Is that the boat?” was Okafor’s first question."], [("Is that the boat?", "Ines Okafor")]),
    (["Tennick, on the cold: “You get used to it.”"], [("You get used to it.", "Rory Tennick")]),
    (["Tennick again: “You get used to it.”"], [("You get used to it.", "Rory Tennick")]),
    (["Then, from Okafor: “You don’t.”"], [("You don’t.", "Ines Okafor")]),
    (["And Okafor? “You don’t,” she says."], [("You don’t,", "Ines Okafor")]),
    (
        ["Producer Lars Bodin, meanwhile, called it “the wettest film ever made in Europe”."],
        [("the wettest film ever made in Europe", "Lars Bodin")],
    ),
    (
        ["Screen Leitrim’s chief executive Orla Keane said the film was “a model of its kind”."],
        [("a model of its kind", "Orla Keane")],
    ),
    (
        [
            "Orla Keane, the chief executive of Screen Leitrim, who backed the film, said it was “a model of its kind”."
        ],
        [("a model of its kind", "Orla Keane")],
    ),
    (
        ["Councillor Ted Rudge (Lab) said: “It’s put us on the map.”"],
        [("It’s put us on the map.", "Ted Rudge")],
    ),
    (
        ["Cllr Ted Rudge said: “It’s put us on the map.”"],
        [("It’s put us on the map.", "Ted Rudge")],
    ),
    (
        ["Ted Rudge, 68, a retired docker who worked as an extra, said: “It’s put us on the map.”"],
        [("It’s put us on the map.", "Ted Rudge")],
    ),
    (
        [
            "Ted Rudge, of Hessle, said: “It’s put us on the map.”",
            "Mr Rudge, a retired docker, added: “About time.”",
        ],
        [("It’s put us on the map.", "Ted Rudge"), ("About time.", "Ted Rudge")],
    ),
    (
        ["Extra Ted Rudge said: “It’s put us on the map.”"],
        [("It’s put us on the map.", "Ted Rudge")],
    ),
    (
        ["Mum-of-two Kelly Marsh, from Hull, said: “My lads are in it.”"],
        [("My lads are in it.", "Kelly Marsh")],
    ),
    (
        ["Hull-based costume designer Kelly Marsh said: “The wool never dried.”"],
        [("The wool never dried.", "Kelly Marsh")],
    ),
    (
        ["The film’s costume designer, Kelly Marsh, said: “The wool never dried.”"],
        [("The wool never dried.", "Kelly Marsh")],
    ),
    (
        ["“The wool never dried,” said Kelly Marsh, who made the costumes with Ann Lowe."],
        [("The wool never dried,", "Kelly Marsh")],
    ),
    (
        ["Her mother, Joan Okafor, said: “She was always singing.”"],
        [("She was always singing.", "Joan Okafor")],
    ),
    (
        ["Tennick’s agent, Bea Lomax, confirmed that he was “on the mend”."],
        [("on the mend", "Bea Lomax")],
    ),
    (["A spokesman for Tennick confirmed that he was “on the mend”."], [("on the mend", None)]),
    (["Tennick’s agent confirmed that he was “on the mend”."], [("on the mend", None)]),
    (
        ["A statement on the festival’s website said it was “deeply sorry”."],
        [("deeply sorry", None)],
    ),
    (["Police said the boat was “not seaworthy”."], [("not seaworthy", None)]),
    (["Norr Films said in a statement: “We are proud of it.”"], [("We are proud of it.", None)]),
    (["The BBC said: “We are proud of it.”"], [("We are proud of it.", None)]),
    (
        ["The Guardian’s Anna Pell gave it four stars, calling it “a slow wonder”."],
        [("a slow wonder", "Anna Pell")],
    ),
    (["The Guardian gave it four stars, calling it “a slow wonder”."], [("a slow wonder", None)]),
    (
        ["Anna Pell, reviewing for the Gazette, found it “a slow wonder”."],
        [("a slow wonder", "Anna Pell")],
    ),
    (["Okafor remembers Cullinane telling her: “Don’t act.”"], [("Don’t act.", "Maeve Cullinane")]),
    (
        ["Okafor remembers Cullinane saying “don’t act” on the first day."],
        [("don’t act", "Maeve Cullinane")],
    ),
    (
        ["“My father used to say, ‘Trust the tide,’” says Okafor."],
        [("My father used to say, ‘Trust the tide,’", "Ines Okafor")],
    ),
]


@pytest.mark.parametrize(("paragraphs", "said"), TURNS, ids=[turn[0][0][:48] for turn in TURNS])
def test_each_turn_gives_its_words_and_their_speaker(
    paragraphs: list[str], said: list[tuple[str, str | None]]
) -> None:
    assert [(quote.text, quote.speaker) for quote in page(OPENING, *paragraphs).quotes] == said


def test_she_behind_a_co_star_untold_is_not_the_one_who_spoke_before() -> None:
    found = page(OPENING, "“She hums,” says Tennick. His co-star denies this. “No,” she says.")
    assert [quote.speaker for quote in found.quotes] == ["Rory Tennick", None]
