/*
 * Moments and days.  An instant is microseconds since 1970-01-01T00:00:00Z without leap seconds (as Postgres' own
 * timestamptz, whose epoch is 2000); a date is days since 1970-01-01, in the proleptic Gregorian calendar.
 */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include "base/arena.h"
#include "base/text.h"

typedef int64_t instant;
typedef int32_t date;

#define INSTANT_NONE INT64_MIN
#define DATE_NONE INT32_MIN
#define SECOND INT64_C(1000000)
#define DAY (INT64_C(86400) * SECOND)

/* A wall time: what a calendar and a clock on the wall show, in no zone.  A leap second, 60 in a minute 59, is read as
 * the second that follows it, as POSIX time does. */
struct wall {
	int32_t year;
	int month, day, hour, minute, second, micro;
};

/* False if there is no such day (30 February, or a year outside 0001 … 9999). */
bool date_of(int32_t year, int month, int day, date *d);
void date_split(date d, int32_t *year, int *month, int *day);

/* 1 Monday … 7 Sunday (ISO 8601). */
int date_weekday(date d);

/* "YYYY-MM-DD", exactly. */
bool date_parse(Str s, date *d);
char *date_text(struct arena *a, date d);

/* Whether it lies in the years 0001 … 9999 of UTC. */
bool instant_is_valid(instant t);

/* As if the wall stood in UTC. */
instant wall_as_utc(struct wall w);
struct wall wall_of_utc(instant t);

/* RFC 3339 in UTC, as short as it is exact: "2026-03-31T22:15:00Z", "2026-03-31T22:15:00.123456Z". */
char *instant_text(struct arena *a, instant t);

/* RFC 3339 with Z or an offset; a blank may stand for the T, the offset may be ±hh or ±hhmm, digits past the sixth
 * are cut.  False for anything else, also outside the years 0001 … 9999 in UTC. */
bool instant_parse(Str s, instant *t);

/* "90s", "15m", "24h", "3d", "2w", or a sum of them without blanks, the larger unit first: "1d12h". */
bool duration_parse(Str s, int64_t *microseconds);

/* Back to the shortest of these: "24h" is "1d".  What is less than a second is cut. */
char *duration_text(struct arena *a, int64_t microseconds);

#endif
