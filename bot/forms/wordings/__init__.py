"""The wordings of labels: read from configuration, compared, forgiven their spelling."""
