#include "cli/taxonomy_name.h"

#include <string.h>

bool taxonomy_name_read(struct session *session, const char *word, struct taxonomy_name *ret_name) {
    size_t size = strcspn(word, "@");
    ret_name->scheme = arena_strndup(&session->arena, word, size);
    ret_name->release = arena_strdup(&session->arena, word[size] == '@' ? word + size + 1 : "");
    if (ret_name->scheme == NULL || ret_name->release == NULL) {
        session_note(session, "out of memory");
        return false;
    }
    bool has_id = strchr(word, ':') != NULL;
    if (size > 0 && !has_id && (word[size] == '\0' || ret_name->release[0] != '\0'))
        return true;
    session_refuse(session,
                   has_id ? "the id of an entry is a word of its own, as in cwe@4.15 79"
                          : "SCHEME or SCHEME@RELEASE, as in cwe@4.15",
                   "%s names no taxonomy", word);
    return false;
}
