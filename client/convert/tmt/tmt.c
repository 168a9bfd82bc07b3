#include "convert/tmt/tmt.h"

#include "convert/normalise.h"
#include "convert/plain.h"

#include <string.h>

status_code tmt_check_size(struct import *import, const struct source *source) {
    struct source_stream stream;
    status_code code = source_stream_open(source, &stream, import->problem);
    if (code != STATUS_OK)
        return code;
    if (stream.total_bytes > LIMIT_FOREIGN_BYTES)
        code = problem_set(import->problem, STATUS_RESOURCE_EXHAUSTED, "SOURCE_TOO_LARGE",
                           "%.200s has more than %lu bytes", source->path, LIMIT_FOREIGN_BYTES);
    source_stream_close(&stream);
    return code;
}

/* Whether TEXT is ".Name}", whatever its case. */
static bool is_name_end(const char *text) {
    static const char end[] = ".name}";
    size_t i = 0;
    while (end[i] != '\0' && normalise_lower(text[i]) == end[i])
        i++;
    return end[i] == '\0';
}

/* "{Source.Name}" as "{source}", in place. */
static void shorten_markers(char *text) {
    char *out = text;
    while (*text != '\0') {
        *out++ = *text++;
        if (out[-1] != '{')
            continue;
        size_t size = strcspn(text, ".{} ");
        for (size_t i = 0; is_name_end(text + size) && i < size; i++)
            text[i] = normalise_lower(text[i]);
        if (size == 0 || !is_name_end(text + size))
            continue;
        memmove(out, text, size);
        out += size;
        text += size + strlen(".name");
    }
    *out = '\0';
}

const char *tmt_words(struct import *import, const struct xml_node *element) {
    char *text = plain_text(import->arena, xml_text(element));
    if (text == NULL) {
        import_no_memory(import);
        return NULL;
    }
    shorten_markers(text);
    return text;
}

const char *tmt_title(struct import *import, const struct xml_node *element, const char *fallback) {
    const char *words = tmt_words(import, element);
    const char *title = words == NULL ? NULL : draft_title(import, words);
    return title == NULL || title[0] != '\0' ? title : fallback;
}

bool tmt_tag(struct import *import, Catalog__V1__Threat *threat, const char *key, const char *text) {
    const char *tag = text[0] == '\0' ? "" : ARENA_JOIN(import->arena, key, ":", text);
    return tag != NULL && tool_tag(import, &threat->n_tags, &threat->tags, tag);
}

bool tmt_is_known_property(const char *name) {
    static const char *const known[] = {
        "Title",
        "UserThreatCategory",
        "UserThreatShortDescription",
        "UserThreatDescription",
        "StateInformation",
        "Priority",
        "PossibleMitigations",
        "InteractionString",
        "SDLPhase",
    };
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        if (strcmp(known[i], name) == 0)
            return true;
    }
    return false;
}
