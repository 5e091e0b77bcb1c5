"""HTTP for every area: entry, bodies, headers, problems, responses."""
