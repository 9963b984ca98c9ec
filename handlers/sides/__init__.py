"""Several people on a side, related cases, and further claims."""
