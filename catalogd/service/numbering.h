/* The version numbers of what is published: assigned where none is given, else held against the smallest legal one.
 *
 * What is published is compared with the greatest release of its name below it that is published or deprecated; a
 * yanked one can be chosen by nobody. There is none: any number is fine, and 1.0.0 is assigned. A pre-release is only
 * ever given, and needs the release that it leads to be high enough. */
#ifndef CATALOGD_SERVICE_NUMBERING_H
#define CATALOGD_SERVICE_NUMBERING_H

#include "model/memory_view.h"
#include "service/candidate.h"

/* Numbers CANDIDATE, which is usable and not unchanged: fills `numbers`, and `version` and `object` where no version is
 * given. The same content as the greatest release makes it UNCHANGED then. VIEW holds what is stored and what of the
 * call comes before CANDIDATE. Errors: STATUS_INVALID_ARGUMENT (NOT_EDITORIAL), STATUS_RESOURCE_EXHAUSTED, what VIEW
 * fails with. */
MUST_CHECK status_code numbering_run(struct candidate_context *context, const struct catalog_view *view,
                                     struct candidate *candidate);

/* Sets PROBLEM to FAILED_PRECONDITION / VERSION_TOO_LOW, with a violation for each change that asks for more, when
 * CANDIDATE's number is too low. */
MUST_CHECK status_code numbering_check(const struct candidate *candidate, struct arena *arena, struct problem *problem);

#endif
