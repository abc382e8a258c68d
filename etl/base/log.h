/*
 * What a person or a journal reads while a run goes on: one line an event on standard error, "level area: fact".
 * Levels: debug (COUNTERFOIL_DEBUG=1 only), info, warning, error.  No secret may be given to it (promise 10).
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_DEBUG_, LOG_INFO_, LOG_WARNING_, LOG_ERROR_ };

void log_line(enum log_level level, const char *area, const char *format, ...) __attribute__((format(printf, 3, 4)));
#define log_debug(...) log_line(LOG_DEBUG_, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO_, __VA_ARGS__)
#define log_warning(...) log_line(LOG_WARNING_, __VA_ARGS__)
#define log_error(...) log_line(LOG_ERROR_, __VA_ARGS__)

#endif
