"""How fast the product is, as ratios against what the same server can do at most."""
