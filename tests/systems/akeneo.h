/* What the files of the Akeneo system know of each other. */
#ifndef SYSTEMS_AKENEO_H
#define SYSTEMS_AKENEO_H

#include "systems.h"

void akeneo_hold(struct systems *s);

#endif
