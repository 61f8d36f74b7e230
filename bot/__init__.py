"""The clerical half of a safeguarding partnership's reviews, run from its shared mailbox."""
