"""The partnership's process: what is kept of each kind of entry, and the rules that move it on.

Pure: values in, values out. Nothing here knows of Microsoft Graph, of Word or of the system clock.
"""
