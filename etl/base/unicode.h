/*
 * Text that people wrote, made comparable: Unicode case, diacritics and normalisation, through GLib (Unicode 14).
 * Input is UTF-8; what is not well-formed comes back as it is, since guessing would change it.  Results may be the
 * input itself (borrowed) where nothing was to be done.
 */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include "base/text.h"

/* Without case and diacritics: "Łódź" and "LODZ" are "lodz", "Straße" is "strasse".  Vowel signs of scripts that write
 * vowels as marks stay, as does what changes the letter itself (the Japanese voiced mark). */
Str text_fold(struct arena *a, Str s);

/* Full case mappings of no language: "ß" in upper case is "SS", "I" in lower case is "i", in Turkish too. */
Str text_lower(struct arena *a, Str s);
Str text_upper(struct arena *a, Str s);

/* Unicode Standard Annex 15: canonical composition; the same with compatibility characters replaced ("ﬁ" by "fi"). */
Str text_nfc(struct arena *a, Str s);
Str text_nfkc(struct arena *a, Str s);

#endif
