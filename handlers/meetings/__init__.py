"""Meetings: times offered, fixed, moved, and who came."""
