"""The court's people at work: digest, search, phrases, notes, duty."""
