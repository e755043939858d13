select now() as as_of
