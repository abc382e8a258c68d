/*
 * Objects of a bucket, at S3 and what speaks it, as if they were files: a name is an object's key behind the declared
 * prefix, "out/a.csv", and a folder is what stands before a slash ("Amazon S3 API Reference": ListObjectsV2,
 * HeadObject, GetObject, "Error responses").  What is asked is paced, signed and tried again as pages are (ask.h); an
 * object comes in pieces, so that what breaks off is gone on from where it broke, each held to the same ETag, and is
 * whole when it has as many bytes as were announced, with the same ETag before and after.
 *
 * ERR_SOURCE: what the service refuses, with its code and message; ERR_TEMPORARY: it did not answer in all tries, or
 * an object changed meanwhile; ERR_CONFIG: a secret that cannot be read.
 */
#ifndef NET_BUCKET_H
#define NET_BUCKET_H

#include "net/ask.h"
#include "net/remote.h"

struct bucket;

/* Lives as long as the arena. */
struct bucket *bucket_new(struct arena *a, struct asker *asker, const struct endpoint *endpoint);

/* What lies in a folder ("" is the declared prefix) and begins so ("": all); a folder that is not there holds none.  A
 * list that goes on is asked for to its end, or is an error. */
bool bucket_list(struct bucket *b, struct arena *a, Str folder, Str begin, struct remote_names *names, struct err *e)
	__attribute__((warn_unused_result));

bool bucket_look(struct bucket *b, Str path, bool *there, struct remote_file *file, struct err *e)
	__attribute__((warn_unused_result));

/* Writes it to an empty open file. */
bool bucket_fetch(struct bucket *b, Str path, int to, struct remote_file *file, struct err *e)
	__attribute__((warn_unused_result));

/* "https://bucket.s3.eu-central-1.amazonaws.com/out/": where names begin, for messages. */
Str bucket_base(struct arena *a, const struct endpoint *endpoint);

#endif
