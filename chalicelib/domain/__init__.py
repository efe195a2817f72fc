"""What Sedulur is about, without a word of AWS or HTTP: imports the standard library and itself."""
