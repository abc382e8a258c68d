/* What PayPal holds, and what of it is asked for: paypal.c answers, paypal_data.c fills the list. */
#ifndef SYSTEMS_PAYPAL_H
#define SYSTEMS_PAYPAL_H

#include "rest.h"

/* "transactions", in the order of their time; each record's `changed` is the balance behind it, in cents. */
void paypal_hold(struct systems *s);

#endif
