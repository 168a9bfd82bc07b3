#include "service/selector.h"

#include "model/name.h"
#include "model/semver.h"
#include "store/splice.h"

#include <stdlib.h>
#include <string.h>

status_code selector_check_name(const char *field, const char *name, struct problem *problem) {
    if (name_is_object(name))
        return STATUS_OK;
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_NAME", "%s: \"%.140s\" is no name; a name is %s", field,
                       name, NAME_OBJECT_SYNTAX);
}

status_code selector_check_version(const char *field, const char *version, struct problem *problem) {
    struct semver parsed;
    struct problem detail;
    problem_init(&detail, NULL);
    if (semver_parse(slice_text(version), &parsed, &detail) == STATUS_OK)
        return STATUS_OK;
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_VERSION", "%s: \"%.130s\": %.300s", field, version,
                       detail.message);
}

/* The number of a stored version. What the store took in parses; anything else sorts as 0.0.0. */
static struct semver number_of(const struct stored_version *version, slice *ret_text) {
    struct semver number = {0};
    if (!stored_version_number(version, ret_text) || semver_parse(*ret_text, &number, NULL) != STATUS_OK)
        return (struct semver){0};
    return number;
}

static int compare_newest_first(const void *left, const void *right) {
    slice left_text = {0};
    slice right_text = {0};
    struct semver left_number = number_of(left, &left_text);
    struct semver right_number = number_of(right, &right_text);
    int order = semver_compare(&right_number, &left_number);
    return order != 0 ? order : slice_compare(right_text, left_text);
}

void selector_sort(struct stored_version *versions, size_t count) {
    if (count > 0)
        qsort(versions, count, sizeof *versions, compare_newest_first);
}

status_code selector_find(struct snapshot *snapshot, const Catalog__V1__ObjectSelector *selector,
                          struct stored_version *ret_version, struct problem *problem) {
    if (selector == NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_NAME", "the request names no object");
    status_code status = selector_check_name("name", selector->name, problem);
    if (status != STATUS_OK)
        return status;
    if (selector->draft)
        return snapshot_draft(snapshot, selector->name, ret_version, problem);
    if (selector->version[0] == '\0')
        return snapshot_newest(snapshot, selector->name, ret_version, problem);
    status = selector_check_version("version", selector->version, problem);
    return status == STATUS_OK ? snapshot_version(snapshot, selector->name, selector->version, ret_version, problem)
                               : status;
}
