/* What ShipStation holds: shipstation.c answers, shipstation_data.c fills its lists. */
#ifndef SYSTEMS_SHIPSTATION_H
#define SYSTEMS_SHIPSTATION_H

#include "rest.h"

/* "orders", "shipments", whose owners are the items in them, and "fulfillments". */
void shipstation_hold(struct systems *s);

/* What Pacific time is ahead of UTC at this moment: below zero. */
int64_t shipstation_offset(int64_t at);

#endif
