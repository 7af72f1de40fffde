// The commands, queries and answers as values, and the protocol Desk.
