/* What the files of the WooCommerce system know of each other. */
#ifndef SYSTEMS_WOOCOMMERCE_H
#define SYSTEMS_WOOCOMMERCE_H

#include "systems.h"

#define WOOCOMMERCE_SITE "https://lantern.example.com"

void woocommerce_hold(struct systems *s);

/* "2026-03-31T06:30:00", as a clock in the shop shows it, or as one in Greenwich does. */
const char *woocommerce_local(struct arena *a, int64_t at);
const char *woocommerce_gmt(struct arena *a, int64_t at);

/* The seconds that this shop's clock is ahead of UTC. */
int64_t woocommerce_ahead(int64_t at);

#endif
