"""`make soak`: every death and every lost answer, of the service and of a plain bot, counted."""
