#include "cli/next.h"

static bool digits(Str s, int most, int *value)
{
	uint64_t n;

	if (s.len != 2 || !text_uint(s, &n) || n > (uint64_t)most)
		return false;
	*value = (int)n;
	return true;
}

/* "04:30" or "04:30:15". */
static bool wall_time(Str at, struct wall *w)
{
	Str hour, rest, minute, second;

	if (!text_cut(at, ':', &hour, &rest))
		return false;
	if (!text_cut(rest, ':', &minute, &second)) {
		minute = rest;
		second = S("00");
	}
	return digits(hour, 23, &w->hour) && digits(minute, 59, &w->minute) && digits(second, 59, &w->second);
}

bool job_next(struct arena *a, const struct job *job, instant now, size_t count, instant *times, struct err *e)
{
	struct wall w = {0};
	date day = zone_date(job->zone, now);
	size_t found = 0;

	if (!wall_time(job->at, &w))
		return err_set(e, ERR_CONFIG, "%s:%d: \"at\" of job \"%.*s\" is %s, must be a time of day such as \"04:30\"",
			job->node->file, job->node->line, STR(job->name), text_quoted(a, job->at));
	for (; found < count; day++) {
		instant first, second;

		date_split(day, &w.year, &w.month, &w.day);
		zone_instant(job->zone, w, &first, &second);
		if (first > now)
			times[found++] = first;
	}
	return true;
}
