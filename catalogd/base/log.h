/* Structured log lines on standard error: `time=… level=info event=listening url="ipc:///run/x"`.
 * Libraries do not log: only the daemon's top does, once for each event. Any thread. */
#ifndef CATALOGD_BASE_LOG_H
#define CATALOGD_BASE_LOG_H

#include "base/macros.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR };

/* Lines below LEVEL are dropped. Default: LOG_LEVEL_INFO. */
void log_set_level(enum log_level level);

/* One line. EVENT is a fixed lower_snake word; FORMAT gives `key=value` pairs. Control characters are escaped. */
void log_event(enum log_level level, const char *event, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
