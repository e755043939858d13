"""The static site of a build of the marts: pages that open from disk, without a server."""
