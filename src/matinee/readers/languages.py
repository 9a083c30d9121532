"""Languages that a reader may ask for (BCP 47), each in its own name."""

LANGUAGES = [
    ("en-GB", "English (Britain)"),
    ("en-US", "English (United States)"),
    ("en-AU", "English (Australia)"),
    ("en-IE", "English (Ireland)"),
    ("cy", "Cymraeg"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
]
