#include "convert/stix/stix.h"

#include "model/reference.h"

#include <stdlib.h>
#include <string.h>

/* What a mitigation is called: courses of action of CAPEC have but a name, "coa-66-0". */
const char *stix_course_id(const struct stix_object *course) {
    if (course->external[0] != '\0')
        return course->external;
    return course->title[0] != '\0' && strlen(course->title) <= REFERENCE_ID_MAX ? course->title : course->id;
}

static int compare_links(const void *a, const void *b) {
    const struct stix_object *first = ((const struct stix_link *)a)->other;
    const struct stix_object *second = ((const struct stix_link *)b)->other;
    int order = reference_compare_releases(stix_course_id(first), stix_course_id(second));
    return order != 0 ? order : strcmp(first->id, second->id);
}

/* In an order that does not follow from the file's, each object once. */
static void sort_links(struct stix_object *object, enum stix_link_kind kind) {
    size_t kept = 0;
    struct stix_link *links = object->links[kind].items;
    size_t count = object->links[kind].count;
    if (count > 1)
        qsort(links, count, sizeof *links, compare_links);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || links[kept - 1].other != links[i].other)
            links[kept++] = links[i];
    }
    object->links[kind].count = kept;
}

/* Courses of action of old were one for each technique, and had its id. */
static bool has_id_of_technique(const struct stix *stix, const struct stix_object *course) {
    const char *id = course->external;
    return string_map_get(&stix->patterns, id) != NULL || (id[0] == 'T' && id[1] >= '0' && id[1] <= '9');
}

void stix_link(struct stix *stix) {
    for (size_t i = 0; i < stix->objects.count; i++) {
        struct stix_object *object = stix->objects.entries[i].value;
        for (enum stix_link_kind kind = 0; kind < STIX_LINKS; kind++)
            sort_links(object, kind);
        if (object->kind == STIX_COURSE && has_id_of_technique(stix, object))
            object->is_left_out = true;
    }
}
