"""Understanding what people type: choices, sums, dates, telephone numbers and what a first story tells.

Every reader returns what is certain or nothing. A reader that guesses right nine times in ten would write the
tenth guess into a court record, so doubt always comes back as ``None`` (or a reason) and becomes a question.
"""
