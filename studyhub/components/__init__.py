"""/dev/components: what the pages are made of, each part with made-up things in it."""
