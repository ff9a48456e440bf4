"""What mails say: pure wording, no I/O."""
