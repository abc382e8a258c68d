/*
 * Everything wrong with a configuration, at once.  Whoever finds a mistake notes it and goes on; at the end all of
 * them are shown in the order of files and lines.  The same mistake found twice (a [kind.…] that several systems are
 * like) is shown once.
 */
#ifndef CONFIG_MISTAKES_H
#define CONFIG_MISTAKES_H

#include "base/err.h"
#include "config/node.h"

struct mistake {
	const char *file;        /* NULL if it has no place */
	int line, column;
	const char *fact;
};

struct mistakes;

struct mistakes *mistakes_new(struct arena *a);

/* "fact; hint" at the place of a node (NULL: without a place); always false. */
bool mistake(struct mistakes *m, const struct node *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same for a file that has no tree, such as one that cannot be read; line 0 if there is none. */
bool mistake_in(struct mistakes *m, const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

size_t mistakes_count(const struct mistakes *m);

/* Sorted by file, line and column. */
const struct mistake *mistakes_all(struct mistakes *m, size_t *count);

/* One line each: "jobs/orders.toml:12:3: fact\n". */
Str mistakes_text(struct arena *a, struct mistakes *m);

/* True if there is none; else ERR_CONFIG with as many as fit, one a line. */
bool mistakes_none(struct mistakes *m, struct err *e) __attribute__((warn_unused_result));

/* "; did you mean "x"?" if one of the candidates is near, else "". */
const char *did_you_mean(struct arena *a, Str word, const struct texts *candidates);

/* The same among count things of the given size, each of which begins with its name, a Str. */
const char *did_you_mean_in(struct arena *a, Str word, const void *things, size_t count, size_t size);

#endif
