"""The jobs of the service, one file each: observe, decide, perform; safe to run twice."""
