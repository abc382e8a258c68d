/* Base64 (RFC 4648, 4) through GLib, its form for URLs (5, without padding), and hexadecimal digits. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/text.h"

Str base64_encoded(struct arena *a, Str bytes);

Str base64url_encoded(struct arena *a, Str bytes);

/* Two lower-case digits a byte. */
Str hex_encoded(struct arena *a, Str bytes);

/* False if it is none. */
bool base64_decoded(struct arena *a, Str encoded, Str *bytes);

#endif
