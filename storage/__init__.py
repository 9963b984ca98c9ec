"""The case store: the only room that knows SQL or where files lie."""
