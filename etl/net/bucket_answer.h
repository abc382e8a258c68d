/* What S3 answers: pages of a list, and why it refuses. */
#ifndef NET_BUCKET_ANSWER_H
#define NET_BUCKET_ANSWER_H

#include "net/answer.h"

/* A page of ListObjectsV2; names are keys, unescaped. */
struct bucket_page {
	struct texts objects, folders;   /* a folder's ends in its slash */
	Str next;                    /* NULL: it is the last one */
};

/* ERR_SOURCE: it is none, or does not say whether it is the last. */
bool bucket_page_read(struct arena *a, Str body, struct bucket_page *page, struct err *e)
	__attribute__((warn_unused_result));

/* The code and the message of a refusal, "AccessDenied" and "Access Denied"; NULL if there are none. */
void bucket_refusal(struct arena *a, Str body, Str *code, Str *message);

/* What a person can do about a code; NULL: nothing is known. */
const char *bucket_hint(Str code);

/* "bytes 0-99/1234": whether these are the bytes, of an object of that size. */
bool bucket_is_range(struct arena *a, Str said, uint64_t from, uint64_t count, uint64_t size);

#endif
