"""Every format as one document model: paragraphs, tables, and the looks that carry meaning."""
