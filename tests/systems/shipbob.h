/* What ShipBob holds: shipbob.c answers, shipbob_data.c fills its lists. */
#ifndef SYSTEMS_SHIPBOB_H
#define SYSTEMS_SHIPBOB_H

#include "rest.h"

#define SHIPBOB_CHANNEL "433366"

/* "inventory-level", "order", "receiving" and "return". */
void shipbob_hold(struct systems *s);

#endif
