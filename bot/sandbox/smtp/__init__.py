"""Mail in, as it comes in life: over SMTP."""
