#include "convert/oscal/oscal.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define NIST "nist-800-53"

/* Words in a title or address that say whose controls it is about; the first that is found counts. */
static const struct {
    const char *word;
    const char *scheme;
} words[] = {
    {"800-53", NIST},
    {"800_53", NIST},
    {"800-171", "nist-800-171"},
    {"800-218", "nist-800-218"},
    {"fedramp", NIST},
    {"cybersecurity framework", "csf"},
    {"27001", "iso-27001"},
    {"27002", "iso-27002"},
    {"critical security controls", "cis-controls"},
    {"cis controls", "cis-controls"},
    {"cloud controls matrix", "ccm"},
};

static const char *folded_find(const char *text, const char *word) {
    size_t size = strlen(word);
    for (; *text != '\0'; text++) {
        if (strncasecmp(text, word, size) == 0)
            return text;
    }
    return NULL;
}

const char *oscal_scheme_named(const char *text) {
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (folded_find(text, words[i].word) != NULL)
            return words[i].scheme;
    }
    return NULL;
}

/* The families of revisions 4 and 5. */
bool oscal_is_nist_id(const char *id) {
    static const char families[] =
        "ac at au ca cm cp ia ir ma mp pe pl pm ps pt ra sa sc si sr ar ap dm di ip se tr ul";
    if (strlen(id) < 4 || id[2] != '-' || id[3] < '0' || id[3] > '9')
        return false;
    for (const char *family = families; *family != '\0'; family += family[2] == '\0' ? 2 : 3) {
        if (strncasecmp(id, family, 2) == 0)
            return true;
    }
    return false;
}

const char *oscal_catalog_scheme(const struct oscal *oscal, const struct oscal_document *document) {
    const char *scheme = oscal_scheme_named(document->title);
    for (size_t i = 0; i < document->items.count && scheme == NULL; i++) {
        if (strncasecmp(draft_text(document->items.items[i].node, "class"), "SP800-53", 8) == 0)
            scheme = NIST;
    }
    return scheme != NULL ? scheme : draft_slug(oscal->import, document->title, "controls");
}

const char *oscal_level(const char *title) {
    static const char *const levels[] = {"low", "moderate", "high", "privacy"};
    if (folded_find(title, "baseline") == NULL)
        return "";
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        const char *found = folded_find(title, levels[i]);
        if (found != NULL && !isalpha((unsigned char)found[strlen(levels[i])]))
            return levels[i];
    }
    return "";
}

static size_t digits_of(const char *text) {
    return strspn(text, "0123456789");
}

/* The number after WORD in TEXT, with blanks between; "" where there is none. */
static const char *number_after(const char *text, const char *word) {
    const char *found = folded_find(text, word);
    if (found == NULL)
        return "";
    found += strlen(word);
    found += strspn(found, " .:vV");
    return digits_of(found) > 0 ? found : "";
}

const char *oscal_revision(const struct oscal *oscal, const struct oscal_document *document) {
    const char *version = draft_text(oscal_get(document->root, "metadata"), "version");
    const char *number = number_after(document->title, "revision");
    if (number[0] == '\0')
        number = number_after(document->title, "rev");
    bool is_nist = document->scheme != NULL && strcmp(document->scheme, NIST) == 0;
    if (number[0] == '\0' && is_nist && digits_of(version) == 1 && version[1] == '.')
        number = version;
    return number[0] == '\0' ? "" : arena_printf(oscal->import->arena, "rev%.*s", (int)digits_of(number), number);
}

/* Whether a tool made the catalog out of a profile, and says so. */
static bool is_resolved(const struct oscal_document *document) {
    const struct tree_node *metadata = oscal_get(document->root, "metadata");
    const struct tree_node *links = draft_list(metadata, "links");
    if (oscal_prop(metadata, "", "resolution-tool", NULL)[0] != '\0' || oscal_level(document->title)[0] != '\0')
        return true;
    for (size_t i = 0; i < links->count; i++) {
        if (strcmp(draft_text(links->entries[i].value, "rel"), "source-profile") == 0)
            return true;
    }
    return false;
}

static const char *version_of(const struct oscal_document *document) {
    const struct tree_node *metadata = oscal_get(document->root, "metadata");
    const char *version = draft_text(metadata, "version");
    return version[0] != '\0' ? version : draft_text(metadata, "last-modified");
}

/* The number behind the name of the scheme in the title: the "2.0" of "Cybersecurity Framework 2.0", whose file has
 * versions of its own. "": none. */
static const char *edition_of(const struct oscal *oscal, const struct oscal_document *document) {
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        const char *number = number_after(document->title, words[i].word);
        if (number[0] != '\0')
            return arena_strndup(oscal->import->arena, number, strspn(number, "0123456789."));
    }
    return "";
}

/* "rev3_1.0" or "2.0_1.0" of what says its revision or edition, else the version. NULL: no room. */
static const char *plain_release(const struct oscal *oscal, const struct oscal_document *document,
                                 const char *revision) {
    const char *version = version_of(document);
    const char *edition = revision[0] != '\0' ? revision : edition_of(oscal, document);
    if (edition == NULL || edition[0] == '\0')
        return edition == NULL ? NULL : version;
    return ARENA_JOIN(oscal->import->arena, edition, version[0] == '\0' ? "" : "_", version);
}

const char *oscal_release(const struct oscal *oscal, const struct oscal_document *document) {
    const char *revision = oscal_revision(oscal, document);
    const char *level = oscal_level(document->title);
    if (revision == NULL || strcmp(document->scheme, NIST) != 0 || !is_resolved(document))
        return revision == NULL ? NULL : plain_release(oscal, document, revision);
    return arena_printf(oscal->import->arena, "%s-%zu-%s%s%s", revision[0] == '\0' ? "rev" : revision,
                        document->items.count, level, level[0] == '\0' ? "" : "-", version_of(document));
}
