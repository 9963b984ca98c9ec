"""Plans to settle and facts that nobody disputes."""
