/* An effective model out of YAML, and what the formats make of it. */
#ifndef CATALOGD_TESTS_DOSSIER_FIXTURE_H
#define CATALOGD_TESTS_DOSSIER_FIXTURE_H

#include "codec/utf8.h"
#include "codec/yaml.h"
#include "convert/dossier/dossier_model.h"
#include "support/test.h"

/* Texts that mean something to every format, wherever a text may stand. */
#define EVIL                                                                                                           \
    "<script>alert(1)</script>|`**x**`[l](http://e.example)@evil &#60; \\\" ]]> --> \\e[2J\\u202E\\u200B \\n# h"

#define DOSSIER_HOSTILE                                                                                                \
    "model: \"" EVIL "\"\n"                                                                                            \
    "data_classification: \"" EVIL "\"\n"                                                                              \
    "now:\n  state: blocked\n  reasons:\n"                                                                             \
    "    - {state: blocked, code: \"" EVIL "\", subject: \"" EVIL "\", cause: \"" EVIL "\", remedy: \"" EVIL           \
    "\", actor: \"" EVIL "\", facts: [\"" EVIL "\"]}\n"                                                                \
    "    - {state: conditional, code: RISK_ABOVE_APPETITE, subject: t/a@box, cause: c, facts: [f]}\n"                  \
    "rows:\n"                                                                                                          \
    "  - {key: \"" EVIL "\", title: \"" EVIL "\", now: {state: open, above_appetite: true, causes: [{subject: \"" EVIL \
    "\", text: \"" EVIL "\"}], unknown: [\"" EVIL "\"]}, credits: [{source: \"" EVIL "\", counts_now: true}]}\n"       \
    "  - {key: t/a@box, now: {state: conditional, above_appetite: true}}\n"                                            \
    "  - {key: t/b@box, now: {state: accepted}}\n"                                                                     \
    "  - {key: t/c@box, now: {state: mitigated}, planned: {state: open, above_appetite: true}}\n"                      \
    "matrix:\n  - {likelihood: 5, impact: 5, band: critical, inherent: 4}\n"                                           \
    "instances:\n  - {address: \"" EVIL "\", component: \"" EVIL "\", title: \"" EVIL "\", yanked: \"" EVIL "\"}\n"    \
    "provisions:\n  - {address: \"" EVIL ".x\", state: credited}\n"                                                    \
    "responsibilities:\n  - {address: \"" EVIL "\", statement: \"" EVIL "\", answerable: \"" EVIL                      \
    "\", controls: [\"" EVIL "\"]}\n"                                                                                  \
    "assumptions:\n  - {address: \"" EVIL "\", statement: \"" EVIL "\"}\n"                                             \
    "baseline:\n  - {control: c/c, title: \"" EVIL "\", place: box, state: lifted}\n"                                  \
    "  - {control: c/d, state: met}\n"                                                                                 \
    "decisions:\n  - {id: \"" EVIL "\", subjects: [\"" EVIL "\"], requester: \"" EVIL "\"}\n"                          \
    "advisories:\n  - {id: \"" EVIL "\", object: \"" EVIL "\", statement: \"" EVIL "\"}\n"                             \
    "findings:\n  - {severity: error, code: \"" EVIL "\", subject: \"" EVIL "\", message: \"" EVIL                     \
    "\", remedy: \"" EVIL "\"}\n"

static struct arena arena;
static struct problem problem;
static struct dossier dossier;

static inline ProtobufCMessage *read_message(const ProtobufCMessageDescriptor *descriptor, const char *text) {
    struct document_list list;
    status_code code = yaml_read(descriptor, slice_text(text), &arena, &list, &problem);
    ck_assert_msg(code == STATUS_OK, "%s",
                  problem.violation_count > 0 ? problem.violations[0].message : problem.message);
    ck_assert_uint_eq(list.count, 1);
    return list.items[0].message;
}

static inline void set_up(const char *effective) {
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    dossier = (struct dossier){0};
    dossier.effective = (const void *)read_message(&catalog__v1__effective_model__descriptor, effective);
}

/* What FORMAT makes of the dossier, NUL-terminated; always UTF-8, and the same twice. */
static inline const char *written(const char *format) {
    struct buffer first;
    struct buffer second;
    buffer_init(&first, 0);
    buffer_init(&second, 0);
    dossier_format_find(format)->write(&dossier, &first);
    dossier_format_find(format)->write(&dossier, &second);
    ck_assert(!first.has_failed && !second.has_failed);
    ck_assert(slice_equal(buffer_slice(&first), buffer_slice(&second)));
    ck_assert(utf8_is_valid(buffer_slice(&first)));
    const char *text = arena_strndup(&arena, (const char *)first.data, first.size);
    ck_assert_uint_eq(strlen(text), first.size);
    buffer_done(&first);
    buffer_done(&second);
    return text;
}

#endif
