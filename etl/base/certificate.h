/* Certificates (X.509, RFC 5280) through libcrypto. */
#ifndef BASE_CERTIFICATE_H
#define BASE_CERTIFICATE_H

#include "base/err.h"
#include "base/instant.h"

/* The last day on which the first certificate of a PEM file is good, by UTC.  ERR_SOURCE if the file holds none. */
bool certificate_last_day(const char *path, date *on, struct err *e) __attribute__((warn_unused_result));

#endif
