"""Change notifications: subscriptions with their handshake, and what is posted to them."""
