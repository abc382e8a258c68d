/*
 * SIGINT and SIGTERM set a flag; whoever works long looks at it between two pieces of work and ends cleanly.  The flag
 * is, with the clock's test hook, the only mutable global.  SIGPIPE is ignored; SIGCHLD is not, whoever started us: how
 * a child ended could not be known.
 */
#ifndef BASE_SIGNAL_H
#define BASE_SIGNAL_H

void signal_catch(void);

/* The number of the signal that came, 0 for none. */
int signal_caught(void);

#endif
