/* Reads [job.NAME]. */
#ifndef RUN_JOB_H
#define RUN_JOB_H

#include "run/project.h"

bool jobs_read(struct arena *a, const struct node *root, struct project *p, struct mistakes *m);

void jobs_describe(struct buf *b);

#endif
