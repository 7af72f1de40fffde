// Conducting
