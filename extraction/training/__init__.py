"""Training of the English pipeline from treebanks; never imported by the running product."""
