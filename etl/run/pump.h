/*
 * Reads and maps a landing's records in a second thread, some batches ahead, while the caller stages the ones before.
 *
 *	thread: read ─ map ─ read ─ map …
 *	              └▶ ring of batches ▶ caller: stage ─ stage …
 *
 * The reader, the map's tally and the arenas of the batches are the thread's alone while it runs; a batch is the
 * caller's until it asks for the next.
 */
#ifndef RUN_PUMP_H
#define RUN_PUMP_H

#include "map/map.h"
#include "read/reader.h"

struct pump;

/* Takes over reader and tally until pump_end; both must live in an arena that nobody else uses meanwhile. */
struct pump *pump_begin(struct arena *a, struct reader *reader, const struct map *map, struct map_tally *tally);

/* The next rows, borrowed until the next call; none at the end.  Errors are the reader's, and come behind all batches
 * that could be read. */
bool pump_next(struct pump *p, struct mapped *rows, struct err *e) __attribute__((warn_unused_result));

/* Waits for the thread, wherever it stands. */
void pump_end(struct pump *p);

#endif
