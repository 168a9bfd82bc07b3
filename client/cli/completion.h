/* Scripts that teach shells to complete command lines, made from the command table. */
#ifndef CATALOGCTL_COMPLETION_H
#define CATALOGCTL_COMPLETION_H

#include "base/buffer.h"
#include "cli/command.h"

struct completion {
    const char *name; /* of the shell */
    void (*write)(struct buffer *out);
};

/* Bash 4.4 and later, zsh 5, fish 3. */
extern const struct completion completion_bash;
extern const struct completion completion_zsh;
extern const struct completion completion_fish;

/* As words of the command. */
#define COMPLETION_NAMES "bash|zsh|fish"

/* The script for shell NAME; NULL: there is none. */
const struct completion *completion_find(const char *name);

/* What completes a value. */
enum completion_value {
    COMPLETION_NOTHING,
    COMPLETION_FILE,
    COMPLETION_CHOICE /* one of the words that the table separates with '|' */
};

/* What completes the value of OPTION, which takes one; what completes the words behind COMMAND. */
enum completion_value completion_of_option(const struct option *option);
enum completion_value completion_of_words(const struct command *command);

/* CHOICES, separated by '|', with blanks between them. */
void completion_write_choices(struct buffer *out, const char *choices);

/* TEXT for use between single quotes, with '\' before each of the characters in SPECIAL. */
void completion_write_quoted(struct buffer *out, const char *text, const char *special);

#endif
