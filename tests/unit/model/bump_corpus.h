/* The mutation corpus: a component, and for each rule of the table of bumps a change of it, judged both ways. */
#ifndef CATALOGD_TESTS_UNIT_MODEL_BUMP_CORPUS_H
#define CATALOGD_TESTS_UNIT_MODEL_BUMP_CORPUS_H

#include <stddef.h>

enum corpus_bump { CORPUS_NONE, CORPUS_PATCH, CORPUS_MINOR, CORPUS_MAJOR };

struct corpus_row {
    const char *what;
    const char *find; /* text of bump_corpus_base, there once */
    const char *replacement;
    enum corpus_bump there; /* the bump from the base to the mutation */
    enum corpus_bump back;  /* and from the mutation to the base */
    const char *path;       /* of the change that weighs most on the way there */
    const char *rule;
};

extern const char bump_corpus_base[];
extern const struct corpus_row bump_corpus[];
extern const size_t bump_corpus_count;

#endif
