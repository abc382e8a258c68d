/* Base64 (RFC 4648, 4) through GLib. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/text.h"

Str base64_encoded(struct arena *a, Str bytes);

#endif
