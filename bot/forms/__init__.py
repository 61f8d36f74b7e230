"""Documents in, typed readings out: what a form says, where it says so and how sure that is.

Pure: no network, no clock. Nothing here knows of Microsoft Graph or of the register.
"""
