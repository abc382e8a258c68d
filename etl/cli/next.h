/* The next moments at which a job is to run. */
#ifndef CLI_NEXT_H
#define CLI_NEXT_H

#include "run/project.h"

/* Fills times with the next count moments after now.  An `at` that is no time of day is ERR_CONFIG.  A time that does
 * not exist on a day (clocks go forward) is the first moment after the gap; of one that comes twice it is the first. */
bool job_next(struct arena *a, const struct job *job, instant now, size_t count, instant *times, struct err *e)
	__attribute__((warn_unused_result));

#endif
