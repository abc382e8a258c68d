/* The functions behind the text operations of `do`; what each leaves stands in operations.c. */
#ifndef MAP_TEXT_H
#define MAP_TEXT_H

#include "map/operations.h"

enum result do_trim(struct arena *a, const struct operation *o, Str *s);
enum result do_collapse(struct arena *a, const struct operation *o, Str *s);
enum result do_lower(struct arena *a, const struct operation *o, Str *s);
enum result do_upper(struct arena *a, const struct operation *o, Str *s);
enum result do_fold(struct arena *a, const struct operation *o, Str *s);
enum result do_nfc(struct arena *a, const struct operation *o, Str *s);
enum result do_nfkc(struct arena *a, const struct operation *o, Str *s);
enum result do_digits(struct arena *a, const struct operation *o, Str *s);
enum result do_alphanumeric(struct arena *a, const struct operation *o, Str *s);
enum result do_strip(struct arena *a, const struct operation *o, Str *s);
enum result do_left(struct arena *a, const struct operation *o, Str *s);
enum result do_right(struct arena *a, const struct operation *o, Str *s);
enum result do_substring(struct arena *a, const struct operation *o, Str *s);
enum result do_pad_left(struct arena *a, const struct operation *o, Str *s);
enum result do_pad_right(struct arena *a, const struct operation *o, Str *s);
enum result do_strip_zeros(struct arena *a, const struct operation *o, Str *s);
enum result do_remove_prefix(struct arena *a, const struct operation *o, Str *s);
enum result do_remove_suffix(struct arena *a, const struct operation *o, Str *s);
enum result do_replace(struct arena *a, const struct operation *o, Str *s);
enum result do_match(struct arena *a, const struct operation *o, Str *s);
enum result do_substitute(struct arena *a, const struct operation *o, Str *s);
enum result do_split(struct arena *a, const struct operation *o, Str *s);
enum result do_before(struct arena *a, const struct operation *o, Str *s);
enum result do_after(struct arena *a, const struct operation *o, Str *s);
enum result do_gid(struct arena *a, const struct operation *o, Str *s);
enum result do_url_decode(struct arena *a, const struct operation *o, Str *s);
enum result do_html_unescape(struct arena *a, const struct operation *o, Str *s);
enum result do_base64(struct arena *a, const struct operation *o, Str *s);

/* Code points; of invalid UTF-8, bytes that do not continue a sequence. */
size_t text_characters(Str s);

/* RFC 4648: standard and URL alphabet, with or without padding; false if s is neither. */
bool base64_decode(struct arena *a, Str s, Str *bytes);
bool hex_decode(struct arena *a, Str s, Str *bytes);

#endif
