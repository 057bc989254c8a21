"""Reported speech read off dependency trees with the labels of spaCy's English pipelines."""
