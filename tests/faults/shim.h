/*
 * What the wrappers of a shim share: which calls are counted, which of them fails, and how.
 *
 * A site is a symbol, the place in the program that calls it, as an offset from where the program lies, and for libpq
 * the statement, because all of them go through the same few places: "1a2b/stage_insert", "1a2b/-".  Of libcurl the
 * statement is the option that is set, or the exchange.  What libcurl calls itself has places too, offsets from where
 * libcurl lies with their highest bit set.  Calls from other libraries and from other programs are not counted: what
 * libpq does with its socket is libpq's.  Threads count together, a forked child on its own.
 *
 *	FAULTS_LOG=FILE             one line a call, "call SYMBOL SITE NUMBER NOTE"; where faults are planned one for
 *	                            each that was met, "hit …"
 *	FAULTS_AT=FAULT;FAULT…      FAULT is "SYMBOL SITE NUMBER KIND": the NUMBERth call from that site, and if KIND ends
 *	                            in + each one after it
 *
 * fsync and fdatasync of the program do nothing else than fail when told: the sweep pulls no plug.
 */
#ifndef FAULTS_SHIM_H
#define FAULTS_SHIM_H

#include <stdbool.h>
#include <stddef.h>

enum how {
	GOES,                       /* as ever */
	FAILS,                      /* with number as errno */
	IS_SHORT,                   /* does half of what it was asked for */
	GIVES_NOTHING,              /* NULL, or the value that says so, and the connection is as it was */
	LOST,                       /* the connection ends before the call */
	ANSWERED,                   /* the call is carried out, but the connection ends before its answer */
	REFUSED,                    /* the server refuses: no room */
	KILLED,                     /* SIGKILL when it is done */
};

struct fault {
	enum how how;
	int number;
};

#define SITE __builtin_return_address(0)

/* Counts the call and says how it goes; note stands in the log, statement is "" where there is none.  Keeps errno. */
struct fault fault_here(const char *symbol, const void *site, const char *statement, const char *note);

/* Whether libcurl calls. */
bool is_of_curl(const void *site);

/* Of libcurl: the exchange in hand, "" before the first, another one when its answer has begun; and how far it is:
 * asked, waited, begun (bytes of its answer came), whole. */
const char *exchange_now(void);
const char *exchange_reached(void);
void exchange_reaches(const char *what);

/* When the call is done: this is where the process ends that is to end here. */
void fault_after(struct fault f);

/* The function that would have been called without us. */
void *fault_real(const char *symbol);

/*
 * A function that fails by errno and a value, or else is called.  real is the function behind ours.
 */
#define WRAP(type, name, declared, passed, failure)                                  \
	type name declared                                                           \
	{                                                                            \
		struct fault f = fault_here(#name, SITE, "", "");                    \
		type (*real) declared;                                               \
		type result;                                                         \
                                                                                     \
		if (f.how == FAILS) {                                                \
			errno = f.number;                                            \
			return failure;                                              \
		}                                                                    \
		*(void **)&real = fault_real(#name);                                 \
		result = real passed;                                                \
		fault_after(f);                                                      \
		return result;                                                       \
	}

#endif
