#include "convert/stix/stix.h"

#include "convert/plain.h"

#include <string.h>

/* Longer ones are words: looking for their ends takes time. */
#define TARGET_BYTES   2000
#define CITATION_BYTES 1000

/* "[Remote Services](https://attack.mitre.org/techniques/T1021)" taken apart. */
struct link {
    slice words;
    slice target;
    const char *end; /* behind it */
};

static bool read_link(const char *text, struct link *ret_link) {
    const char *close = strpbrk(text + 1, "[]\n");
    if (close == NULL || close[0] != ']' || close[1] != '(' || strncmp(close + 2, "http", 4) != 0)
        return false;
    const char *target = close + 2;
    const char *end = memchr(target, ')', strnlen(target, TARGET_BYTES));
    size_t size = end == NULL ? 0 : (size_t)(end - target);
    if (size == 0 || memchr(target, ' ', size) != NULL || memchr(target, '\n', size) != NULL)
        return false;
    ret_link->words = slice_of((const uint8_t *)text + 1, (size_t)(close - text - 1));
    ret_link->target = slice_of((const uint8_t *)target, size);
    ret_link->end = end + 1;
    return true;
}

/* What of TARGET is worth keeping: "T1021.001" of ".../techniques/T1021/001", of anything else all. */
static char *name_of(struct arena *arena, slice target) {
    static const char site[] = "https://attack.mitre.org/";
    char *url = arena_strndup(arena, (const char *)target.data, target.size);
    if (url == NULL || strncmp(url, site, strlen(site)) != 0)
        return url;
    const char *path = strchr(url + strlen(site), '/');
    char *name = arena_strdup(arena, path == NULL ? "" : path + 1);
    char *slash = name == NULL ? NULL : strchr(name, '/');
    if (slash != NULL)
        *slash = slash[1] == '\0' ? '\0' : '.';
    return name;
}

/* A text never grows by what stands for its links: a bracket pair and an address become a blank and two parentheses. */
struct writer {
    char *out;
    size_t size;
};

static void put(struct writer *writer, const char *text, size_t size) {
    memcpy(writer->out + writer->size, text, size);
    writer->size += size;
}

static bool put_link(struct writer *writer, struct arena *arena, const struct link *link) {
    const char *name = name_of(arena, link->target);
    if (name == NULL)
        return false;
    put(writer, (const char *)link->words.data, link->words.size);
    if (name[0] == '\0')
        return true;
    put(writer, " (", 2);
    put(writer, name, strlen(name));
    put(writer, ")", 1);
    return true;
}

/* Behind the citation that TEXT begins with; NULL: it is none. */
static const char *after_citation(const char *text) {
    static const char citation[] = "(Citation:";
    if (strncmp(text, citation, strlen(citation)) != 0)
        return NULL;
    const char *end = memchr(text, ')', strnlen(text, CITATION_BYTES));
    return end == NULL ? NULL : end + 1;
}

char *stix_text(struct arena *arena, const char *text) {
    struct writer writer = {.out = arena_alloc(arena, strlen(text) + 1)};
    struct link link;
    if (writer.out == NULL)
        return NULL;
    while (*text != '\0') {
        const char *after = after_citation(text);
        if (after != NULL) {
            text = after;
            while (writer.size > 0 && writer.out[writer.size - 1] == ' ')
                writer.size--;
        } else if (*text == '[' && read_link(text, &link)) {
            if (!put_link(&writer, arena, &link))
                return NULL;
            text = link.end;
        } else {
            put(&writer, text++, 1);
        }
    }
    writer.out[writer.size] = '\0';
    return plain_text(arena, writer.out);
}
