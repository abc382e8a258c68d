/* Through whom libcurl asks, for messages: its own proxy, or whom the environment names. */
#ifndef NET_PROXY_H
#define NET_PROXY_H

#include "base/text.h"

/* "http://proxy.example:3128", without a login; empty if it asks by itself.  own: as the system says it (NULL: not;
 * empty: nobody), in which a secret may stand. */
Str proxy_shown(struct arena *a, Str own, Str url);

#endif
