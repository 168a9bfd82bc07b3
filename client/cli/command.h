/* What a command is: one row of a table that parsing, help and running read. */
#ifndef CATALOGCTL_COMMAND_H
#define CATALOGCTL_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct session;

enum exit_code {
    EXIT_YES = 0,   /* done; for a gate: pass */
    EXIT_NO = 1,    /* the gate says no, or lint found something */
    EXIT_FAILED = 2 /* wrong usage, or something went wrong */
};

enum option_type {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_NUMBER, /* decimal, 64 bits, not negative */
    OPTION_TIME,   /* RFC 3339, or a bare date */
    OPTION_CHOICE  /* one of `value`, which separates them with '|' */
};

struct option {
    const char *name; /* without "--" */
    char letter;      /* '\0': none */
    enum option_type type;
    const char *value; /* how the value is called in help; NULL for a flag */
    const char *help;
};

struct example {
    const char *says;
    const char *line;
};

#define WORDS_ANY ((size_t)-1)

struct command {
    const char *group; /* title it stands under in help */
    const char *name;
    const char *words; /* "NAME|FILE ROW", for help */
    size_t words_min;
    size_t words_max; /* WORDS_ANY: no limit */
    bool has_rows;    /* its answer can be printed as CSV */
    const char *summary;
    const char *details; /* NULL: none */
    const struct option *options;
    size_t option_count;
    const struct example *examples;
    size_t example_count;
    enum exit_code (*run)(struct session *session);
};

/* All commands in the order of help, and the options that every one of them takes. */
extern const struct command *const commands[];
extern const size_t command_count;
extern const struct option common_options[];
extern const size_t common_option_count;

/* The command called NAME; NULL: there is none. */
const struct command *command_find(const char *name);

#endif
