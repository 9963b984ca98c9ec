"""The running assistant: channels, the one road for events, outbox, sweeps, pages and the command line."""
