#pragma once

// What sqlite3.h offers only as a variadic function, which Swift cannot call.

/// SQLite counts no longer the bytes it holds, for which it takes a mutex at every allocation
/// (SQLITE_CONFIG_MEMSTATUS). Only before the first connection of the process; later it does
/// nothing. Answers SQLite's code.
int sqlite_without_statistics(void);
