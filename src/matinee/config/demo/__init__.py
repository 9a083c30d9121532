"""The demo: a whole newsroom set up and its first edition sent, through the doors that all use."""
