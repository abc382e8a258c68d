/* What the files of the Business Central system know of each other. */
#ifndef SYSTEMS_BUSINESS_CENTRAL_H
#define SYSTEMS_BUSINESS_CENTRAL_H

#include "systems.h"

#define COMPANY "a0a0a0a0-0000-4000-8000-000000000007"

void business_central_hold(struct systems *s);

#endif
