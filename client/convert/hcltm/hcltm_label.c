#include "convert/hcltm/hcltm.h"

#include <string.h>

/* "" where nothing of WORDS is left in a slug. NULL: no room. */
static const char *key_of(const struct hcltm_model *model, const char *kind, const char *words) {
    struct import *import = model->hcltm->import;
    const char *slug = draft_slug(import, words, "");
    return slug == NULL || slug[0] == '\0' ? slug : ARENA_JOIN(import->arena, kind, ":", slug);
}

bool hcltm_know(struct hcltm_model *model, const char *kind, const char *label) {
    const char *key = key_of(model, kind, label);
    return key != NULL && (key[0] == '\0' || string_map_get(&model->labels, key) != NULL ||
                           string_map_put(&model->labels, key, (void *)(uintptr_t)label));
}

/* "${process.web_app}" as "web_app"; other words as they are. NULL: no room. */
static const char *name_in(const struct hcltm_model *model, const char *words) {
    const char *dot = strchr(words, '.');
    size_t size = strlen(words);
    if (strncmp(words, "${", 2) != 0 || words[size - 1] != '}' || dot == NULL)
        return words;
    return arena_strndup(model->hcltm->import->arena, dot + 1, size - (size_t)(dot + 1 - words) - 1);
}

const char *hcltm_label_of(const struct hcltm_model *model, const char *kind, const char *words) {
    bool is_asset = strcmp(kind, "asset") == 0 && string_map_get(&model->assets, words) != NULL;
    if (words[0] == '\0' || is_asset || draft_id_of(&model->ids, kind, words) != NULL)
        return words;
    const char *name = name_in(model, words);
    const char *key = name == NULL ? NULL : key_of(model, kind, name);
    const char *label = key == NULL ? NULL : string_map_get(&model->labels, key);
    if (key != NULL)
        return label == NULL ? name : label;
    import_no_memory(model->hcltm->import);
    return NULL;
}
