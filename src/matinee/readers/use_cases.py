"""What other rooms may do with readers, in one place."""

from matinee.readers.addresses import BadAddress
from matinee.readers.asking import Asked, NothingToAsk, ask
from matinee.readers.bringing import Unwelcome, import_reader
from matinee.readers.choosing import (
    ask_change_of_address,
    change_details,
    choose_newsletters,
    confirm_change,
    export,
    pause,
)
from matinee.readers.confirming import Case, Look, confirm, look, send_again
from matinee.readers.erasing import erase, erase_address
from matinee.readers.leaving import Left, leave, suppress, suppress_reader, undo
from matinee.readers.request_meta import RequestMeta

__all__ = [
    "Asked",
    "BadAddress",
    "Case",
    "Left",
    "Look",
    "NothingToAsk",
    "RequestMeta",
    "Unwelcome",
    "ask",
    "ask_change_of_address",
    "change_details",
    "choose_newsletters",
    "confirm",
    "confirm_change",
    "erase",
    "erase_address",
    "export",
    "import_reader",
    "leave",
    "look",
    "pause",
    "send_again",
    "suppress",
    "suppress_reader",
    "undo",
]
