import Testing

@Suite struct `The house` {}
