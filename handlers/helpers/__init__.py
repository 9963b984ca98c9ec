"""People who act for a party, and organisations that act through a person."""
