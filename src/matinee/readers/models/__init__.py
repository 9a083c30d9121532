"""The readers room's tables: people, the ledger, and what passes while someone signs up."""

from matinee.readers.models.asking import (
    AddressChange,
    AllowedOrigin,
    Note,
    Segment,
    SignupRequest,
    SpentChallenge,
    Tally,
)
from matinee.readers.models.imports import ReaderImport
from matinee.readers.models.ledger import ConsentRecord, Seal, UnsealedRecord
from matinee.readers.models.people import Reader, ReaderKey, Subscription, Suppression

__all__ = [
    "AddressChange",
    "AllowedOrigin",
    "ConsentRecord",
    "Note",
    "Reader",
    "ReaderImport",
    "ReaderKey",
    "Seal",
    "Segment",
    "SignupRequest",
    "SpentChallenge",
    "Subscription",
    "Suppression",
    "Tally",
    "UnsealedRecord",
]
