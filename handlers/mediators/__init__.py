"""Who mediates: choice, conflicts, change, a second mediator, absence; and the term."""
