"""Microsoft's sign-in: registered apps, tokens for them, and what each app may touch."""
