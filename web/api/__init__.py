"""The register over HTTP, as HSDS 3.0 wants its interface: for reading, by everybody."""
