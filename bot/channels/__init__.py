"""The channels: each a small room behind the one contract in ``bot.channels.contract``."""
