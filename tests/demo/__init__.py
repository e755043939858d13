"""``recert demo`` on the generated company."""
