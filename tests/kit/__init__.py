"""Tests of the furniture."""
