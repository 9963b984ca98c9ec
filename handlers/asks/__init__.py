"""What a person may ask at any time."""
