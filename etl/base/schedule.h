/*
 * When something runs: at times of day, by a cron expression, or every so often.
 *
 * A schedule of fixed times runs each of them once on each of its days, whatever the clocks do: of a wall time that
 * does not exist at the first moment after the gap, where those of one gap are one run, of one that comes twice at the
 * first; a caller may want otherwise.
 * All other schedules recur: each instant whose wall time fits is one of theirs, so that nothing is lost in a gap and
 * nothing comes twice in an overlap.  `every` counts from 1970-01-01T00:00:00Z, not from the run before.
 */
#ifndef BASE_SCHEDULE_H
#define BASE_SCHEDULE_H

#include "base/cron.h"
#include "base/zone.h"

enum schedule_kind { SCHEDULE_FIXED, SCHEDULE_RECURRING, SCHEDULE_EVERY };
enum schedule_gap { GAP_RUN_AFTER, GAP_SKIP };
enum schedule_repeat { REPEAT_FIRST, REPEAT_SECOND, REPEAT_BOTH };

struct schedule {
	enum schedule_kind kind;
	struct zone *zone;
	struct cron cron;                /* its days; of what recurs its hours and minutes too */
	int32_t *times;                  /* of a fixed one: seconds since midnight */
	size_t time_count;
	enum schedule_gap gap;           /* of a fixed one */
	enum schedule_repeat repeat;
	int64_t every;                   /* microseconds */
};

/* "04:30", "04:30:15", or several with commas, each day.  ERR_CONFIG names the one that is no time of day.  The zone,
 * and what a gap and an overlap mean, are the caller's to set. */
bool schedule_at(struct arena *a, Str times, struct schedule *s, struct err *e) __attribute__((warn_unused_result));

/* ERR_CONFIG as cron_parse(). */
bool schedule_cron(struct arena *a, Str expression, struct schedule *s, struct err *e)
	__attribute__((warn_unused_result));

/* "15m"; at least a minute. */
bool schedule_every(struct arena *a, Str duration, struct schedule *s, struct err *e)
	__attribute__((warn_unused_result));

/* The first instant after t; INSTANT_NONE if there is none within 41 years, which only fifth weekdays of February and
 * the like could reach. */
instant schedule_next(const struct schedule *s, instant t);

/* What it means, without its zone: "at 04:30, every day". */
char *schedule_words(struct arena *a, const struct schedule *s);

#endif
