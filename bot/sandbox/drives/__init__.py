"""Document libraries: files by path and id, upload sessions, and the rows that belong to files."""
