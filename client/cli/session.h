/* One run of one command: what was typed, where output goes, the server. */
#ifndef CATALOGCTL_SESSION_H
#define CATALOGCTL_SESSION_H

#include "base/arena.h"
#include "catalog/call.h"
#include "cli/arguments.h"
#include "cli/output.h"

struct session {
    const struct arguments *arguments;
    const struct output *output;
    struct page *out; /* standard output: what was asked for */
    struct page *err; /* standard error: everything else */
    struct arena arena;
    struct catalog_client *client; /* NULL until session_connect */
};

/* Runs what ARGC and ARGV (with the program's name) say. Returns the exit code. */
enum exit_code session_run(int argc, const char **argv);

/* Makes SESSION's client unless there is one. Nothing is sent yet. False: said why on standard error. */
MUST_CHECK bool session_connect(struct session *session);

/* Says on standard error why ERROR happened and what would help. Ownership: frees ERROR. Returns EXIT_FAILED. */
enum exit_code session_fail(struct session *session, struct catalog_error *error);

/* Says on standard error what is wrong with the command line. Returns EXIT_FAILED. */
enum exit_code session_refuse(struct session *session, const char *help, const char *format, ...) PRINTF_LIKE(3, 4);

/* A remark on standard error, as printf, flushed at once. */
void session_note(struct session *session, const char *format, ...) PRINTF_LIKE(2, 3);

/* The values of OPTION, which separates them with commas; none where it is not given. Ownership: *ret_texts lives in
 * SESSION's arena. False: said why. */
MUST_CHECK bool session_list(struct session *session, const char *option, char ***ret_texts, size_t *ret_count);

/* Hands MESSAGE, which is all there is to say, to the output. Returns EXIT_YES. */
enum exit_code session_answer(struct session *session, const ProtobufCMessage *message);

/* Splits WORD, "namespace/slug" or "namespace/slug@version". *ret_version is "" where there is none. Ownership: both
 * live in SESSION's arena. False: said why. */
MUST_CHECK bool session_name(struct session *session, const char *word, char **ret_name, char **ret_version);

#endif
