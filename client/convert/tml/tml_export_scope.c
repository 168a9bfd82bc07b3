#include "convert/tml/tml_export.h"

#include <string.h>

/* Words of a tag "KEY:WORD", the first of which is written where no tag says one. */
static const struct {
    const char *key;
    const char *words[6];
} scopes[] = {
    {"business_criticality", {"moderate", "minimal", "low", "high", "maximal", NULL}},
    {"exposure", {"internal", "external", NULL}},
    {"tier", {"important", "mission_critical", "business_critical", "non_critical", NULL}},
};

/* The word behind "KEY:" in TAG; NULL: it is another tag. */
static const char *word_behind(const char *tag, const char *key) {
    size_t size = strlen(key);
    return strncmp(tag, key, size) == 0 && tag[size] == ':' ? tag + size + 1 : NULL;
}

static bool is_among(const char *word, const char *const *words) {
    while (*words != NULL && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

/* Facts that say what a word of the scope does. */
static const struct {
    const char *fact;
    const char *key;
    const char *word;
} facts[] = {{"internet_facing", "exposure", "external"},
             {"personal_data", "data_sensitivity", "pii"},
             {"payment_data", "data_sensitivity", "pci"}};

static bool is_fact(const struct tml_export *tml, const char *name) {
    for (size_t i = 0; i < tml->model->n_facts; i++) {
        const Catalog__V1__Setting *fact = tml->model->facts[i];
        if (strcmp(fact->name, name) == 0)
            return strcmp(fact->value, "true") == 0;
    }
    return false;
}

/* The first of WORDS that a tag or a fact says under KEY; NULL: none does. */
static const char *said_of(const struct tml_export *tml, const char *key, const char *const *words) {
    for (size_t i = 0; i < tml->model->n_tags; i++) {
        const char *word = word_behind(tml->model->tags[i], key);
        if (word != NULL && is_among(word, words))
            return word;
    }
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        if (strcmp(facts[i].key, key) == 0 && is_fact(tml, facts[i].fact))
            return facts[i].word;
    }
    return NULL;
}

static struct tree_node *sensitivities(struct tml_export *tml) {
    static const char *const words[] = {"pii", "phi", "fin", "ip", "cred", "biz", "gov", "pci", "op", NULL};
    struct tree_node *list = make_list(&tml->maker);
    for (size_t i = 0; i < tml->model->n_tags; i++) {
        const char *word = word_behind(tml->model->tags[i], "data_sensitivity");
        if (word != NULL && is_among(word, words))
            make_add(&tml->maker, list, make_text(&tml->maker, word));
    }
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        if (strcmp(facts[i].key, "data_sensitivity") == 0 && is_fact(tml, facts[i].fact))
            make_add(&tml->maker, list, make_text(&tml->maker, facts[i].word));
    }
    return list;
}

struct tree_node *tml_export_scope(struct tml_export *tml) {
    struct tree_maker *maker = &tml->maker;
    struct tree_node *node = make_map(maker);
    const char *words[COUNT_OF(scopes)];
    for (size_t i = 0; i < COUNT_OF(scopes); i++) {
        words[i] = said_of(tml, scopes[i].key, scopes[i].words);
        if (words[i] == NULL)
            export_loss(tml->export, tml->model->name, "`%s` is not known: %s is written", scopes[i].key,
                        scopes[i].words[0]);
    }
    make_put(maker, node, "title", make_text(maker, export_title(maker, tml->model->title, tml->model->name)));
    make_put(maker, node, "description", make_text(maker, tml->model->description));
    for (size_t i = 0; i < COUNT_OF(scopes); i++) {
        make_put(maker, node, scopes[i].key, make_text(maker, words[i] == NULL ? scopes[i].words[0] : words[i]));
        if (i == 0)
            make_put(maker, node, "data_sensitivity", sensitivities(tml));
    }
    for (size_t i = 0; i < COUNT_OF(scopes); i++)
        tml_export_mark(tml, TML_CARRIED_SCOPE, TML_CARRIED_SCOPE, node, scopes[i].key);
    tml_export_mark(tml, TML_CARRIED_SCOPE, TML_CARRIED_SCOPE, node, "data_sensitivity");
    return node;
}
