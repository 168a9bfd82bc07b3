/* Reading the command line by the tables of cli/command.h. */
#ifndef CATALOGCTL_ARGUMENTS_H
#define CATALOGCTL_ARGUMENTS_H

#include "base/macros.h"
#include "cli/command.h"

#include <stdint.h>

#define ARGUMENTS_OPTIONS_MAX 24
#define ARGUMENTS_TEXT_BYTES  256

/* A mistake on the command line, and what would be right. */
struct mistake {
    char message[ARGUMENTS_TEXT_BYTES];
    char help[ARGUMENTS_TEXT_BYTES];
};

/* What was typed. Everything is borrowed from argv. */
struct arguments {
    const struct command *command; /* NULL: none was named */
    const char *const *words;      /* what is no option, the command left out */
    size_t word_count;
    const char *values[ARGUMENTS_OPTIONS_MAX]; /* common options first, then the command's; NULL: not given */
};

/* Reads ARGV (ARGC of them, without the program's name), whose order it changes: options may stand anywhere, behind
 * "--" nothing is an option. Values are checked against their type. With --help and --version the number of words is
 * not looked at. False: *ret_mistake says why. */
MUST_CHECK bool arguments_parse(int argc, const char **argv, struct arguments *ret_arguments,
                                struct mistake *ret_mistake);

/* The value of option NAME ("" for a flag that is set); NULL: not given. NAME is one of the tables'. */
const char *arguments_text(const struct arguments *arguments, const char *name);

/* As a number; OTHERWISE where it was not given. */
uint64_t arguments_number(const struct arguments *arguments, const char *name, uint64_t otherwise);

static inline bool arguments_flag(const struct arguments *arguments, const char *name) {
    return arguments_text(arguments, name) != NULL;
}

#endif
