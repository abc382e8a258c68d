/* What the files of the HubSpot system know of each other. */
#ifndef SYSTEMS_HUBSPOT_H
#define SYSTEMS_HUBSPOT_H

#include "systems.h"

void hubspot_hold(struct systems *s);

/* "2026-03-31T04:30:00.123Z" */
const char *hubspot_moment(struct systems *s, int64_t at, uint64_t n);

#endif
