"""The sandbox's front door: from HTTP to the services and back."""
