"""Measurements, each printed from one run; none of them is a test."""
