"""Papers to the case, and what the law has us remind people of."""
