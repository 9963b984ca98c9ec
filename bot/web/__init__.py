"""The pages of the web chat: what they look like, what they say, and what they let in."""
