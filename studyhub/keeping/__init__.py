"""What a member keeps on a phone by choice, to read it without a connection."""
