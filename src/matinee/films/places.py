"""Countries that films open in, by ISO 3166-1 alpha-2: name, a time zone, Wikidata's number.

Where a country has several time zones it is the one that most of its people live by.
"""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A country's name in English, an IANA time zone that stands for it, and its Wikidata item."""

    name: str
    zone: str
    item: str = ""


PLACES = {
    "AE": Place("United Arab Emirates", "Asia/Dubai", "Q878"),
    "AR": Place("Argentina", "America/Argentina/Buenos_Aires", "Q414"),
    "AT": Place("Austria", "Europe/Vienna", "Q40"),
    "AU": Place("Australia", "Australia/Sydney", "Q408"),
    "BE": Place("Belgium", "Europe/Brussels", "Q31"),
    "BG": Place("Bulgaria", "Europe/Sofia", "Q219"),
    "BR": Place("Brazil", "America/Sao_Paulo", "Q155"),
    "CA": Place("Canada", "America/Toronto", "Q16"),
    "CH": Place("Switzerland", "Europe/Zurich", "Q39"),
    "CL": Place("Chile", "America/Santiago", "Q298"),
    "CN": Place("China", "Asia/Shanghai", "Q148"),
    "CO": Place("Colombia", "America/Bogota", "Q739"),
    "CY": Place("Cyprus", "Asia/Nicosia", "Q229"),
    "CZ": Place("Czechia", "Europe/Prague", "Q213"),
    "DE": Place("Germany", "Europe/Berlin", "Q183"),
    "DK": Place("Denmark", "Europe/Copenhagen", "Q35"),
    "EE": Place("Estonia", "Europe/Tallinn", "Q191"),
    "EG": Place("Egypt", "Africa/Cairo", "Q79"),
    "ES": Place("Spain", "Europe/Madrid", "Q29"),
    "FI": Place("Finland", "Europe/Helsinki", "Q33"),
    "FR": Place("France", "Europe/Paris", "Q142"),
    "GB": Place("United Kingdom", "Europe/London", "Q145"),
    "GR": Place("Greece", "Europe/Athens", "Q41"),
    "HK": Place("Hong Kong", "Asia/Hong_Kong", "Q8646"),
    "HR": Place("Croatia", "Europe/Zagreb", "Q224"),
    "HU": Place("Hungary", "Europe/Budapest", "Q28"),
    "ID": Place("Indonesia", "Asia/Jakarta", "Q252"),
    "IE": Place("Ireland", "Europe/Dublin", "Q27"),
    "IL": Place("Israel", "Asia/Jerusalem", "Q801"),
    "IN": Place("India", "Asia/Kolkata", "Q668"),
    "IS": Place("Iceland", "Atlantic/Reykjavik", "Q189"),
    "IT": Place("Italy", "Europe/Rome", "Q38"),
    "JP": Place("Japan", "Asia/Tokyo", "Q17"),
    "KE": Place("Kenya", "Africa/Nairobi", "Q114"),
    "KR": Place("South Korea", "Asia/Seoul", "Q884"),
    "LT": Place("Lithuania", "Europe/Vilnius", "Q37"),
    "LU": Place("Luxembourg", "Europe/Luxembourg", "Q32"),
    "LV": Place("Latvia", "Europe/Riga", "Q211"),
    "MT": Place("Malta", "Europe/Malta", "Q233"),
    "MX": Place("Mexico", "America/Mexico_City", "Q96"),
    "MY": Place("Malaysia", "Asia/Kuala_Lumpur", "Q833"),
    "NG": Place("Nigeria", "Africa/Lagos", "Q1033"),
    "NL": Place("Netherlands", "Europe/Amsterdam", "Q55"),
    "NO": Place("Norway", "Europe/Oslo", "Q20"),
    "NZ": Place("New Zealand", "Pacific/Auckland", "Q664"),
    "PE": Place("Peru", "America/Lima", "Q419"),
    "PH": Place("Philippines", "Asia/Manila", "Q928"),
    "PK": Place("Pakistan", "Asia/Karachi", "Q843"),
    "PL": Place("Poland", "Europe/Warsaw", "Q36"),
    "PT": Place("Portugal", "Europe/Lisbon", "Q45"),
    "RO": Place("Romania", "Europe/Bucharest", "Q218"),
    "RS": Place("Serbia", "Europe/Belgrade", "Q403"),
    "RU": Place("Russia", "Europe/Moscow", "Q159"),
    "SA": Place("Saudi Arabia", "Asia/Riyadh", "Q851"),
    "SE": Place("Sweden", "Europe/Stockholm", "Q34"),
    "SG": Place("Singapore", "Asia/Singapore", "Q334"),
    "SI": Place("Slovenia", "Europe/Ljubljana", "Q215"),
    "SK": Place("Slovakia", "Europe/Bratislava", "Q214"),
    "TH": Place("Thailand", "Asia/Bangkok", "Q869"),
    "TR": Place("Turkey", "Europe/Istanbul", "Q43"),
    "TW": Place("Taiwan", "Asia/Taipei", "Q865"),
    "UA": Place("Ukraine", "Europe/Kyiv", "Q212"),
    "US": Place("United States", "America/New_York", "Q30"),
    "VN": Place("Vietnam", "Asia/Ho_Chi_Minh", "Q881"),
    "ZA": Place("South Africa", "Africa/Johannesburg", "Q258"),
}
BY_ITEM = {place.item: code for code, place in PLACES.items()}
