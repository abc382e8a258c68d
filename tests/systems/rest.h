/*
 * What REST systems of many vendors do alike: tokens that expire, Basic credentials, parameters of which none is
 * unknown, pages.  How a vendor says that something is wrong is its own.
 */
#ifndef SYSTEMS_REST_H
#define SYSTEMS_REST_H

#include "systems.h"

/* The tokens that were handed out; they last as long as the program. */
struct token {
	const char *text;
	int64_t until;              /* milliseconds; 0 once it was declared void */
	struct token *next;
};

/* A new one, "HEAD" and what the seed makes of its number. */
const char *token_give(struct systems *s, struct token **tokens, const char *head, int64_t now);

/* Whether it was given and has not expired; the fault by which all of them do is played here. */
bool token_is_good(struct token **tokens, const struct request *q, Str given);

/* "Authorization: Basic" with these. */
bool basic_is(const struct request *q, const char *user, const char *secret);

/* Whether the form or query has this pair. */
bool pairs_has(const struct pairs *pairs, const char *name, const char *value);

/* The first parameter that is none of these names, which end with NULL; NULL if there is none. */
const struct pair *pairs_strange(const struct pairs *pairs, const char *const *names);

/* A whole number; as it was if it is not given, false if it is no number from least to most. */
bool pairs_number(const struct pairs *pairs, const char *name, uint64_t least, uint64_t most, uint64_t *number);

/* The value of a parameter, empty if it is not given. */
Str pairs_text(const struct pairs *pairs, const char *name);

/* A time of RFC 3339 with an offset, "+02:00" or "+0000"; of any offset, in UTC.  False if it is none. */
bool moment_read(Str s, int64_t *at);

/* Records that fit, in the order of their list. */
struct picked {
	const struct record **at;
	size_t count;
};
void picked_add(struct arena *a, struct picked *list, const struct record *record);

/* Their bodies from one place to another, with commas between them. */
void picked_write(struct buf *out, const struct picked *list, size_t from, size_t to);

/* Of an object the members that paths name, with commas between them: "id,lines.sku"; of a list those of each item. */
void value_write_of(struct arena *a, struct buf *out, const struct value *v, Str paths);

/* The places of a page, counted from 1; to is from for one beyond the last.  An empty page where the fault asks so. */
void page_places(const struct request *q, size_t count, uint64_t page, uint64_t size, struct reply *r, size_t *from,
                 size_t *to);

/* How many there are; one more where the fault asks so. */
size_t total_said(const struct request *q, size_t count);

/* A bucket that holds so many calls, and so many millionths of one flow back in each second. */
struct bucket {
	int64_t burst, flow;
	int64_t level, at;          /* in millionths of a call; milliseconds, 0 before the first */
};

/* False if it is empty. */
bool bucket_take(struct bucket *bucket, int64_t now);

/* All of a list, and their order by one of three things; ids are compared as numbers where they are such. */
enum order { BY_ID, BY_AT, BY_CHANGED };
struct picked picked_all(struct arena *a, const struct list *list);
void picked_sort(struct picked *list, enum order order, bool descending);

/* Up to size records from a place on: [from, to), and whether more follow; an empty page where the fault asks so,
 * behind which all that it left out follows. */
struct page {
	size_t from, to;
	bool more;
};
struct page page_of(const struct request *q, struct reply *r, size_t count, uint64_t from, uint64_t size);

/* "http://host/path?…": the request once more, with this parameter at the end, and no other of its name. */
Str url_with(const struct request *q, const char *name, const char *value);

/* Whether it is one of the words, between which one blank stands. */
bool is_word(const char *words, Str word);

/* The first parameter that is none of these words, or that was there already; NULL if there is none. */
const struct pair *pairs_beyond(struct arena *a, const struct pairs *pairs, const char *words);

/* An answer from a value, and a text as it may stand between two ' of value_make. */
void reply_value(const struct request *q, struct reply *r, unsigned status, const struct value *v);
const char *quotable(struct arena *a, Str s);

/* What lets callers in; of a rate without calls there is none. */
struct door {
	struct rate rate;
	struct token *tokens;
	bool expired;               /* what nothing renews */
};

/* Whether it lets in one whose credentials are known, or not; counts who is not, and has the vendor refuse. */
bool door_open(struct door *d, const struct vendor *v, const struct request *q, struct reply *r, bool known);

/* For a new script; tokens live on, since who has one uses it in the next test. */
void door_renew(struct door *d);

/* The number of the parcel that a posted sale left in, as the shop and its carriers have it. */
const char *tracking_number(struct arena *a, const struct sale *sale);

/* An amount with two places, "123.40". */
const char *amount_fixed(struct arena *a, int64_t cents);

#endif
