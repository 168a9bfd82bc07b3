#include "convert/beside.h"
#include "convert/threagile/threagile.h"

#include <string.h>

#define INCLUDES_MAX 64

/* One `includes` entry while it is looked at. */
struct include {
    struct threagile *threagile;
    const char *file; /* that includes */
    const struct tree_node *node;
    const char *path; /* from here; known once it may be included */
    uint64_t *bytes;  /* of all files that are included so far */
};

static status_code refuse(const struct include *include, const char *why) {
    return import_refuse(include->threagile->import, include->file, include->node, "\"%.120s\" is not included: %s",
                         include->node->text, why);
}

/* Why the path may not be included; NULL: it may. */
static const char *complaint_of(struct include *include) {
    struct threagile *threagile = include->threagile;
    uint64_t bytes = 0;
    if (include->node->kind != TREE_TEXT)
        return "name a file below the directory of this one";
    const char *complaint =
        beside_complaint(threagile->import->arena, include->file, include->node->text, &include->path, &bytes);
    if (complaint != NULL)
        return complaint;
    for (size_t i = 0; i < threagile->documents.count; i++) {
        if (strcmp(threagile->documents.items[i].file, include->path) == 0)
            return "it is read already";
    }
    *include->bytes += bytes;
    return *include->bytes > LIMIT_FOREIGN_BYTES ? "the files are too large together" : NULL;
}

static status_code add_document(struct threagile *threagile, const char *file, const struct tree_node *root) {
    struct threagile_document document = {file, root};
    return vector_push(threagile->import->arena, &threagile->documents, document) ? STATUS_OK
                                                                                  : import_no_memory(threagile->import);
}

/* Only empty lines and comments: a part that is not filled in yet. */
static bool says_nothing(slice text) {
    bool is_comment = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = ((const char *)text.data)[i];
        if (c == '\n')
            is_comment = false;
        else if (c == '#')
            is_comment = true;
        else if (!is_comment && c != ' ' && c != '\r')
            return false;
    }
    return true;
}

/* What is wrong in the file itself keeps its own place. */
static status_code read_include(struct include *include) {
    struct import *import = include->threagile->import;
    struct source source;
    const char *complaint = complaint_of(include);
    if (complaint != NULL)
        return refuse(include, complaint);
    status_code code = source_read(include->path, import->arena, &source, import->problem);
    const struct tree_node *root = code == STATUS_OK ? source_root(&source) : NULL;
    if (code != STATUS_OK)
        return code;
    if (root == NULL && source.file_count == 1 && says_nothing(source.files[0].text))
        return STATUS_OK;
    if (root == NULL || root->kind != TREE_MAP)
        return refuse(include, "it holds no mapping");
    return add_document(include->threagile, include->path, root);
}

static status_code read_includes(struct threagile *threagile, struct threagile_document document, uint64_t *bytes) {
    const struct tree_node *includes = draft_list(document.root, "includes");
    status_code code = STATUS_OK;
    for (size_t i = 0; i < includes->count && code == STATUS_OK; i++) {
        struct include include = {threagile, document.file, includes->entries[i].value, NULL, bytes};
        bool has_room = threagile->documents.count <= INCLUDES_MAX;
        code = has_room ? read_include(&include) : refuse(&include, "there are too many");
    }
    return code;
}

/* What is included may include more: the list grows as it is gone through. */
status_code threagile_open(struct threagile *threagile, const char *file, const struct tree_node *root) {
    uint64_t bytes = 0;
    status_code code = add_document(threagile, file, root);
    for (size_t i = 0; i < threagile->documents.count && code == STATUS_OK; i++)
        code = read_includes(threagile, threagile->documents.items[i], &bytes);
    if (code == STATUS_OK)
        threagile->document = &threagile->documents.items[0];
    return code;
}
