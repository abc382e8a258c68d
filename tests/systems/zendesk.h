/* What the files of the Zendesk system know of each other. */
#ifndef SYSTEMS_ZENDESK_H
#define SYSTEMS_ZENDESK_H

#include "systems.h"

void zendesk_hold(struct systems *s);

#endif
