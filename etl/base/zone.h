/*
 * Time zones, from the system's tzdata through GLib's GTimeZone: a wall time may exist once, never (the gap when
 * clocks go forward) or twice (the overlap when they go back), and the caller says which instant it then means.
 * In an overlap the earlier and the later of the two instants are taken by time, not by "daylight": in Dublin that
 * is the later one.  Vectors: tests/unit/zone.c; against Postgres: tests/unit/postgres.c.
 *
 * Known to be wrong: Dublin past 2037, where only its rule counts; GLib 2.74 does not understand a summer time that is
 * the standard one.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/err.h"
#include "base/instant.h"

struct zone;

enum zone_kind { ZONE_ONCE, ZONE_GAP, ZONE_OVERLAP };

/* name: an IANA name ("Europe/Berlin"), "UTC", or an offset "+02:00".  An unknown name is ERR_CONFIG, a
 * file of zones that cannot be read ERR_SOURCE.  A zone keeps the intervals that it was last asked for, so it is not
 * shared by threads. */
bool zone_open(struct arena *a, Str name, struct zone **z, struct err *e) __attribute__((warn_unused_result));

const char *zone_name(const struct zone *z);

/* The instant(s) that a wall time, which must be valid, means.  ZONE_ONCE: both are the same.  ZONE_GAP: both are the
 * first instant after the gap.  ZONE_OVERLAP: the earlier, the later. */
enum zone_kind zone_instant(struct zone *z, struct wall w, instant *first, instant *second);

/* What the clock on the wall shows, and its offset from UTC in seconds. */
struct wall zone_wall(struct zone *z, instant t, int32_t *offset);

/* The business day of an instant in the zone. */
date zone_date(struct zone *z, instant t);

/* RFC 3339 with the zone's offset: "2026-03-31T22:15:00+02:00".  Offsets of before standard time have seconds, which
 * that format lacks: they are cut, and the wall time moved, so that the text still means this instant. */
char *zone_text(struct arena *a, struct zone *z, instant t);

#endif
