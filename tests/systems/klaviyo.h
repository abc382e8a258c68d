/* What the files of the Klaviyo system know of each other. */
#ifndef SYSTEMS_KLAVIYO_H
#define SYSTEMS_KLAVIYO_H

#include "systems.h"

void klaviyo_hold(struct systems *s);

#endif
