"""Records: their identities, and how they are written as documents and as plain JSON."""
