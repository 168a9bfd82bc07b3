#include "convert/stix/stix.h"

#include "base/macros.h"

#include <string.h>

#define DAY_CHARACTERS 10 /* of "2025-11-12T15:42:52.705Z" */

static const struct {
    const char *scheme;
    const char *title;
} domains[STIX_DOMAINS] = {
    [STIX_ENTERPRISE] = {"attack", "MITRE ATT&CK for Enterprise"},
    [STIX_MOBILE] = {"attack-mobile", "MITRE ATT&CK for Mobile"},
    [STIX_ICS] = {"attack-ics", "MITRE ATT&CK for ICS"},
    [STIX_PRE] = {"attack-pre", "MITRE PRE-ATT&CK"},
};

/* Techniques may be of several domains; most are of the one that the bundle is about. */
static enum stix_domain domain_of(const struct stix *stix) {
    enum stix_domain best = STIX_ENTERPRISE;
    for (enum stix_domain domain = 0; domain < STIX_DOMAINS; domain++) {
        if (stix->domains[domain] > stix->domains[best])
            best = domain;
    }
    return best;
}

/* "18.1" in "enterprise-attack-18.1.json" and "ics-attack-v18.1.json": behind a hyphen, digits around a dot. NULL:
 * there is none. */
static const char *version_in_name(struct stix *stix, const char *path) {
    static const char digits[] = "0123456789";
    const char *slash = strrchr(path, '/');
    for (const char *at = strchr(slash == NULL ? path : slash, '-'); at != NULL; at = strchr(at + 1, '-')) {
        const char *start = at + 1 + (at[1] == 'v');
        size_t size = strspn(start, digits);
        if (size == 0 || start[size] != '.')
            continue;
        size_t minor = strspn(start + size + 1, digits);
        if (minor > 0)
            return arena_strndup(&stix->index, start, size + 1 + minor);
    }
    return NULL;
}

/* Bundles without their collection do not say which release they are. */
static const char *guess_release(struct stix *stix) {
    const char *named = version_in_name(stix, stix->file);
    const char *day = arena_strndup(&stix->index, stix->modified, strnlen(stix->modified, DAY_CHARACTERS));
    const char *guess = named != NULL ? named : day;
    if (guess != NULL && guess[0] != '\0' && stix->import->release_wanted == NULL)
        report_add(stix->import->report, NOTE_WARNING, stix->file, NULL,
                   "the bundle does not say which release it is; %s it is taken for %s, and --release says otherwise",
                   named != NULL ? "by the name of the file" : "by the day of its last change", guess);
    return guess;
}

/* SITE is where it is from, whatever the file is called here: the same release has the same digest everywhere. */
static status_code begin(struct stix *stix, const char *scheme, const char *title, const char *site) {
    const char *release = stix->version[0] != '\0' ? stix->version : guess_release(stix);
    if (release == NULL)
        return import_no_memory(stix->import);
    return release_begin(stix->import, scheme, release, title, site);
}

status_code stix_begin_release(struct stix *stix) {
    enum stix_domain domain = domain_of(stix);
    bool has_capec = stix->families[STIX_CAPEC] > 0;
    bool has_atlas = stix->families[STIX_ATLAS] > 0;
    int count = has_capec + has_atlas + (stix->families[STIX_ATTACK] > 0);
    if (count != 1)
        return problem_set(
            stix->import->problem, STATUS_INVALID_ARGUMENT, "OTHER_BUNDLE",
            count > 1 ? "%.200s: the bundle holds two of CAPEC, ATT&CK and ATLAS at once: import them apart"
                      : "%.200s: the bundle is neither CAPEC nor ATT&CK nor ATLAS: none of its attack patterns, "
                        "courses of action and tactics has an id from there",
            stix->file);
    if (has_atlas)
        return begin(stix, "atlas", "MITRE ATLAS", "https://atlas.mitre.org/");
    if (has_capec)
        return begin(stix, "capec", "Common Attack Pattern Enumeration and Classification", "https://capec.mitre.org/");
    return begin(stix, domains[domain].scheme, domains[domain].title, "https://attack.mitre.org/");
}
