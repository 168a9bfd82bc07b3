/* The model that a command is about: a stored one by name, or one in a file of the caller's. */
#ifndef CATALOGCTL_TARGET_H
#define CATALOGCTL_TARGET_H

#include "catalog/document.h"
#include "cli/session.h"

#include "catalog/v1/resolution_service.pb-c.h"

/* Initialise with target_read, free with target_done. */
struct target {
    Catalog__V1__ResolutionTarget message; /* what the library takes */
    Catalog__V1__ObjectSelector selector;
    Catalog__V1__Timestamp at;
    Catalog__V1__Lock *lock;             /* NULL: none */
    const char *lock_file;               /* where it is, or would be, kept */
    const char *file;                    /* NULL: a stored model */
    struct catalog_documents *documents; /* of the file */
    size_t index;                        /* of the model among them */
};

/* The options of every command that has a target. */
#define TARGET_OPTIONS                                                                                                 \
    {"lock", '\0', OPTION_TEXT, "FILE", "Keep the versions in this lock; default: the one beside a local model."},     \
        {"no-lock", '\0', OPTION_FLAG, NULL, "Choose all versions anew."},                                             \
        {"at", '\0', OPTION_TIME, "TIME", "Judge as of this time; default: now, or the time of --at-revision."}, {     \
        "at-revision", '\0', OPTION_NUMBER, "N", "The catalog as it stood at this revision; default: the newest."      \
    }

/* Whether WORD is a file and no name: it ends in .yaml, .yml or .json, or begins with '.' or '/', or is "-". */
bool target_is_file(const char *word);

/* Reads WORD, a NAME[@VERSION] or a file, with the options above. False: said why; TARGET needs no target_done. */
MUST_CHECK bool target_read(struct session *session, const char *word, struct target *target);
void target_done(struct target *target);

/* OBJECT's model; NULL: it is neither a feature nor a component. Borrowed. */
const Catalog__V1__Model *target_model_of(const Catalog__V1__Object *object);

/* The time that --at gives, in *AT; NULL: it was not given. */
Catalog__V1__Timestamp *target_time(const struct session *session, Catalog__V1__Timestamp *at);

/* session_fail for an error of a call about TARGET: mistakes are shown where they stand in its file. */
enum exit_code target_fail(struct session *session, const struct target *target, struct catalog_error *error);

#endif
