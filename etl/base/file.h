/*
 * Files as a whole.  Writing is atomic and durable: a temporary file beside the target, fsync, rename, fsync of the
 * folder; a reader sees the old bytes or the new ones.  What cannot be read is ERR_SOURCE; what cannot be written is
 * ERR_TEMPORARY when room or descriptors are short, else ERR_INTERNAL.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"
#include "base/text.h"

/* The whole file; larger than limit is ERR_SOURCE. */
bool file_read(struct arena *a, const char *path, size_t limit, Str *content, struct err *e)
	__attribute__((warn_unused_result));
bool file_write(const char *path, Str content, struct err *e) __attribute__((warn_unused_result));
/* All of the bytes to an open file, which errors call by that name. */
bool file_put(int fd, Str bytes, const char *name, struct err *e) __attribute__((warn_unused_result));

/* mkdir -p, mode 0755. */
bool folder_make(const char *path, struct err *e) __attribute__((warn_unused_result));
/* fsync of a folder, after a rename in it. */
bool folder_sync(const char *path, struct err *e) __attribute__((warn_unused_result));

/* Always false: ERR_TEMPORARY if there is no room, which may pass; else ERR_INTERNAL, with errno's reason. */
bool cannot_write(struct err *e, const char *path, const char *what);

/* A path that cannot be looked at counts as not there: for what is made or opened next, which then tells. */
bool file_exists(const char *path);
/* Whether something is there; ERR_SOURCE if that cannot be told. */
bool file_look(const char *path, bool *there, struct err *e) __attribute__((warn_unused_result));

/* "a/b" from "a" and "b"; b alone if it is absolute. */
char *path_join(struct arena *a, const char *folder, const char *name);
/* What stands before the last slash, "." if there is none. */
char *path_folder(struct arena *a, const char *path);

#endif
