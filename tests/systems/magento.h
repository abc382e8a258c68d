/* What the files of the Magento system know of each other. */
#ifndef SYSTEMS_MAGENTO_H
#define SYSTEMS_MAGENTO_H

#include "systems.h"

void magento_hold(struct systems *s);

#endif
