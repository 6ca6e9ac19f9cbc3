"""The source report's two systems, repaired, as baselines.

Each keeps the structure that the report describes, and each fatal bug of the original is a switch, so
that anybody can hear what it did.
"""
