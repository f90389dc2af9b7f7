"""Sites: how an address becomes a target, and a capture becomes a draft. No network, no clock."""
