/* gzip (RFC 1952) of a whole body. */
#ifndef SYSTEMS_GZIP_H
#define SYSTEMS_GZIP_H

#include "base/text.h"

Str gzip(struct arena *a, Str body);

#endif
