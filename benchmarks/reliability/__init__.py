"""`make reliability`: every kill and lost answer, of the service and of a plain bot, counted."""
