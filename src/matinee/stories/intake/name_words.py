"""Words that begin no name, that only institutions bear, and posts that stand before names."""

from __future__ import annotations

import re

STOP_FIRST = frozenset(
    (
        "A About After All Although An And Another Any As Asked At Back Based Because Before Behind "
        "Best Both Bringing But By Can Casting Co Coming Dear Despite Did Do Does During Each Early "
        "Even Every Exclusive Film First Following For From Get Getting Given Hailing Has Have He Her "
        "Here His How However I If In Into Is It Its Join Just Last Late Later Like Make Making Would "
        "Could Should Was Were Are Had Might Must Marketing Visit Creative Many Meanwhile Meet More "
        "Most Much My New Next No Nor Not Now Of Off On Once One Only Opening Or Other Our Out Over "
        "Perhaps Playing Praise Read Recent Reporting Review Reviewed Said Same See She Since So Some "
        "Speaking Starring Still Such Than That The Their Then There These They This Those Though "
        "Three Through To Today Told Too Two Under Until Up Upon Watch We Well What When Where "
        "Whether Which While Who Why Will With Without Yes Yet You Your Mr Mrs Ms Miss Sir Dame Lord "
        "Lady Dr Professor President Prime Queen King Prince Princess Saint Actor Actress Director "
        "Writer Producer Star Critic Oscar Bafta Emmy Golden Academy Happy Christmas Easter Monday "
        "Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July "
        "August September October November December North South East West Northern Southern Eastern "
        "Western Great Grand United Old Royal National International British American Irish "
        "Australian Canadian French German Italian Spanish Japanese Chinese Korean Indian Scottish "
        "Welsh English European African"
    ).split()
)
ORG = re.compile(
    r"\b(?:Festival|Films?|Pictures?|Studios?|University|Cinemas?|Awards?|Theatres?|Theater|Street|"
    r"Road|City|News|Post|Times|Gazette|Telegraph|Ledger|Chronicle|Examiner|Inquirer|Advertiser|"
    r"Argus|Observer|Dispatch|Guardian|Independent|Company|Ltd|Inc|House|"
    r"Council|Entertainment|Productions?|Media|Network|Channel|Radio|Television|Magazine|Review|"
    r"Museum|Gallery|Institute|Academy|College|School|Church|Park|Square|Hall|Centre|Center|"
    r"Island|Islands|States|Kingdom|York|Angeles|Francisco|Zealand|Wales|Africa|Korea|England|"
    r"Britain|Ireland|Scotland|London|Dublin|Sydney|Toronto|Hollywood|Bridge|Coast|Valley|"
    r"County|Beach|River|Bay|Street|Avenue|Lane|Club|Society|Association|Foundation|Trust|Fund|"
    r"Union|Party|Government|Department|Ministry|Court|War|Day|Week|Night|Year|Prize|Globe|"
    r"Oscars?|Baftas?|Emmys?|Series|Season|Episode|Podcast|Show|Hour|Street|Journal|Herald|"
    r"Tribune|Courant|"
    r"Images|Press|Reporter|Variety|Deadline|Screen|Empire|Netflix|Disney|Plus|Prime|Video|Apple|"
    r"Warner|Bros|Universal|Paramount|Columbia|Searchlight|Lionsgate|Curzon|Palme|Lion|Bear|"
    r"Community|"
    r"Wire|Fair|Market|Hotel|Palace|Castle|Library|Bookshop|Group|Team|Office|Line|Notes?|"
    r"Newsletter|Weekly|Daily|Policy|Notice|"
    r"Statement|Terms|Email|Sign|Orchestra|Ballet|Opera|Corporation|Broadcasting|Commission|"
    r"Agency|Records|Music|Parade|Harbour)\b"
)
ROLE_WORDS = frozenset(
    (
        "Arts Communications Culture Education Finance Gaeltacht Heritage Media Tourism "
        "Academic Actor Actors Actress Admiral Agent Ambassador Analyst Animator Archivist Artist "
        "Astronaut Attorney Author Baker Biographer Biologist Boss Boxer Broadcaster Brother Brothers "
        "Captain Cashier Chair Chairman Chairwoman Chef Chief Choreographer Cinematographer "
        "Co-creator Co-director Co-founder Co-host Co-producer Co-star Co-stars Co-writer Coach "
        "Colonel Columnist Comedian Comic Commander Commissioner Composer Conductor Constable "
        "Correspondent Councillor Creator Critic Curator Dancer Designer Detective Director Directors "
        "Distributor Documentarian Drummer Economist Editor Engineer Executive Extra Exhibitor Extras "
        "Farmer Father Festival Festivals Film-maker Filmmaker Firefighter Fireman Fisherman "
        "Footballer Former Founder Governor Grandfather Grandmother Guitarist Historian Host Imam "
        "Impressionist Influencer Inspector Jockey Journalist Judge Landlord Lawyer Lecturer "
        "Librarian Local Locals Manager Master Mayor Mayoress Minister Model Musician Neighbors "
        "Neighbours Newcomer Newsreader Novelist Nurse Olympian Organiser Owner Paramedic Pensioner "
        "Photographer Pianist Playwright Podcaster Poet Premier Presenter President Producer "
        "Producers Professor Programmer Projectionist Provost Publicist Puppeteer Rabbi Rapper "
        "Reporter Resident Residents Reverend Scientist Screenwriter Sculptor Senator Sergeant "
        "Sheriff Showman Showrunner Singer Sister Sisters Skipper Solicitor Spokesman Spokesperson "
        "Spokeswoman Standup Star Stars Student Stuntman Stuntwoman Surgeon Teacher Theater Theatre "
        "Undertaker Usher Veteran Vicar Villagers Volunteer Volunteers Winner Wrestler Writer Writers "
        "YouTuber"
    ).split()
)
# Words of institutions and places that people bear too: Daniel Day-Lewis, Greg Park.
SURNAMES = frozenset(
    ["Day", "Post", "Street", "Park", "Lane",
        "Church", "House", "Hall", "Bridge", "Bay", "Castle", "Line",
     "Court", "Beach", "London", "England",
         "Ireland", "Wales", "York", "Fair", "Lion", "Bear", "Post",
     "Rivers", "Hotel", "Wire", "Sign", "Night",
         "Show", "Square", "Parade", "Young", "Scotland", "Empire"]
)  # fmt: skip
