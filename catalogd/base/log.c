#include "base/log.h"

#include "base/clock.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#define LINE_BYTES 2048

static _Atomic int lowest_level = LOG_LEVEL_INFO;
static const char *const level_names[] = {"debug", "info", "warn", "error"};

void log_set_level(enum log_level level) {
    atomic_store(&lowest_level, (int)level);
}

/* A stranger's text must not forge a second line or reach the terminal as an escape sequence. */
static void escape_controls(char *text) {
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            *text = '?';
    }
}

void log_event(enum log_level level, const char *event, const char *format, ...) {
    if ((int)level < atomic_load(&lowest_level))
        return;
    time_ns now = clock_now(clock_wall());
    char when[TIME_TEXT_BYTES] = "";
    time_format(now / NS_PER_SECOND, (int32_t)(now % NS_PER_SECOND / NS_PER_MS * NS_PER_MS), when);
    char line[LINE_BYTES];
    int used = snprintf(line, sizeof line, "time=%s level=%s event=%s ", when, level_names[level], event);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line + used, sizeof line - (size_t)used - 1, format, arguments);
    va_end(arguments);
    escape_controls(line);
    /* One write for each line keeps lines of several threads whole. */
    dprintf(STDERR_FILENO, "%s\n", line);
}
