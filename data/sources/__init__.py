"""Read and download what others publish."""
