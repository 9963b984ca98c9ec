"""The core: the conversations and the rules of mediation, pure.

The name sounds like an outer skin, but everything that decides lives here: what is asked, what an answer
means, who may do what in which state of a case. Nothing in this package reads a clock, a file, a database or
a platform; it imports itself, the standard library and pure libraries only.
"""
