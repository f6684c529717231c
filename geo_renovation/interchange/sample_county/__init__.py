"""An invented county town for demonstration, drawn from a seed."""
