"""``recert demo``: the whole job, told step by step, on a generated company or on real data."""
