/* Commands of several verbs, each with words of its own: "advisory withdraw 17". */
#ifndef CATALOGCTL_VERBS_H
#define CATALOGCTL_VERBS_H

#include "cli/session.h"

#include <protobuf-c/protobuf-c.h>

struct verb {
    const char *name;
    size_t words_min; /* the verb among them */
    size_t words_max;
    const char *usage; /* without the program's name */
    enum exit_code (*run)(struct session *session);
};

struct verb_list {
    const char *command;
    const char *plural; /* of what it is about */
    const struct verb *verbs;
    size_t count;
};

/* Connects and runs the verb of LIST that the first word of SESSION names; refuses other verbs and other words. */
enum exit_code verbs_run(struct session *session, const struct verb_list *list);

/* Word NUMBER of the command line, the verb being 0; "" where there are fewer. Ownership: lives in SESSION's arena. */
char *verbs_word(struct session *session, size_t number);

/* Answers with RESPONSE to a change, and says so where --dry-run left everything as it was. Ownership: frees RESPONSE.
 */
enum exit_code verbs_finish(struct session *session, ProtobufCMessage *response);

#endif
