/*
 * Cron expressions: minute, hour, day of month, month and day of week, as crontab(5) writes them, with L for the last
 * day of a month (or "friL" for its last Friday) and # for the n-th weekday ("mon#2").  Both days restricted: either
 * is enough.  Anything but a plain * restricts; in Vixie's cron what begins with a * does not.
 */
#ifndef BASE_CRON_H
#define BASE_CRON_H

#include "base/err.h"
#include "base/instant.h"

/* Sets of numbers as bits. */
struct cron {
	uint64_t minutes;
	uint32_t hours, days, months;    /* days from bit 1, months too */
	uint32_t weekdays;               /* 0 Sunday … 6 Saturday, of each week */
	uint32_t numbered[7];            /* of each weekday: bit n for the n-th of a month, bit 0 for the last */
	bool last_day;                   /* of the month, beside days */
	bool any_day, any_weekday;       /* a plain * */
	bool is_fixed;                   /* minutes and hours are plain values, or lists of them */
};

/* Five fields, or @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually.  ERR_CONFIG names the field, what
 * stands there and what may; also of days that no month has. */
bool cron_parse(struct arena *a, Str expression, struct cron *c, struct err *e) __attribute__((warn_unused_result));

/* Whether its days hold this one. */
bool cron_has_day(const struct cron *c, date d);

/* What it means: "at 04:30, Monday to Friday". */
char *cron_words(struct arena *a, const struct cron *c);

#endif
