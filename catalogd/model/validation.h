/* What the checks of one object share: where the walk stands, what was looked up already, and how a finding is told.
 * Private to validate*.c. A check that finds something reports it and goes on; a failure of the view ends the walk. */
#ifndef CATALOGD_MODEL_VALIDATION_H
#define CATALOGD_MODEL_VALIDATION_H

#include "base/string_map.h"
#include "codec/nearest.h"
#include "codec/path.h"
#include "model/model_index.h"
#include "model/policy.h"
#include "model/validate.h"
#include "model/vocabulary.h"

#define VOCABULARY_SCOPE_COUNT (VOCABULARY_PLACE + 1)

/* An object of the view, as its newest version that fits. */
struct known {
    Catalog__V1__ObjectKind kind;
    const Catalog__V1__Object *object;  /* NULL: there is none */
    const struct view_version *version; /* of OBJECT */
    const struct model_index *index;    /* of a model; NULL until asked for */
};

struct validation {
    const Catalog__V1__Object *object;
    Catalog__V1__ObjectKind kind;
    const char *name;
    const Catalog__V1__Model *model; /* NULL: neither component nor feature */
    const struct model_index *index; /* of MODEL */
    const struct catalog_view *view;
    const struct validate_options *options;
    const struct policy *policy;
    struct arena *arena;       /* scratch */
    struct arena *short_lived; /* scratch of one predicate, version or requirement */
    struct problem *problem;
    struct path path;
    struct string_map known;                                 /* name and requirement -> struct known */
    struct vocabulary *vocabularies[VOCABULARY_SCOPE_COUNT]; /* NULL until asked for */
    bool has_findings;
    status_code failure; /* STATUS_OK, or why the walk cannot go on */
};

/* ---- Telling (validation.c) ---- */

/* Adds a violation at FIELD of where the walk stands (NULL: there). REMEDY may be NULL. */
void validation_report(struct validation *validation, const char *field, const char *remedy, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* Ends the walk: CODE is what a call with the same problem returned. */
void validation_fail(struct validation *validation, status_code code);

/* TEXT, which arena_printf gave; ends the walk when it is NULL. Never NULL. */
const char *validation_text(struct validation *validation, char *text);

/* "did you mean 'x'?", or OTHERWISE when nothing is near. Never NULL. */
const char *validation_suggest(struct validation *validation, const struct nearest *nearest, const char *otherwise);

/* False once the walk has failed, or has found as much as is listed. */
bool validation_goes_on(const struct validation *validation);

/* ---- Looking up (validation_lookup.c) ---- */

/* The newest version of NAME that REQUIREMENT (NULL: any) admits. Never NULL; its object is NULL where there is none,
 * also when the walk has failed. A requirement that does not parse admits nothing. */
const struct known *validation_lookup(struct validation *validation, const char *name, const char *requirement);

/* The component that DEPENDENCY stands for. NULL: not known, or not a component. */
const Catalog__V1__Model *validation_component(struct validation *validation,
                                               const Catalog__V1__Dependency *dependency);

/* The records of that component. NULL: as above. */
const struct model_index *validation_component_index(struct validation *validation,
                                                     const Catalog__V1__Dependency *dependency);

/* The records of the newest version of NAME. NULL: there is none, it is no model, or the walk has failed. */
const struct model_index *validation_published_index(struct validation *validation, const char *name);

/* The newest control called NAME. NULL: there is none. */
const Catalog__V1__Control *validation_control(struct validation *validation, const char *name);

/* The variables of SCOPE in this object. NULL: the walk has failed, or SCOPE means nothing here. */
const struct vocabulary *validation_vocabulary(struct validation *validation, enum vocabulary_scope scope);

/* NAME must be an object of KIND, which the value at the walk's place names. */
void validation_reference(struct validation *validation, const char *name, Catalog__V1__ObjectKind kind);

/* ---- Values (validation_values.c) ---- */

/* Reports at FIELD that TEXT is in SEEN already, else adds it. "" is passed over. TEXT is borrowed by SEEN. */
void validation_once(struct validation *validation, struct string_map *seen, const char *text, const char *field);

/* "one of: a, b", for remedies; the first few of many. Never NULL. */
const char *validation_words(struct validation *validation, const char *const *words, size_t count);

/* What a value of TYPE looks like, for remedies. Never NULL. */
const char *validation_values_of(struct validation *validation, const struct predicate_type *type);

/* Reports at FIELD if TEXT is no value that PARAMETER takes; "" and "unknown" are. */
void validation_parameter_value(struct validation *validation, const Catalog__V1__Parameter *parameter,
                                const char *field, const char *text);

/* Reports at FIELD if POINT does not offer EXPOSURE; "" is passed over. */
void validation_exposure(struct validation *validation, const Catalog__V1__EntryPoint *point, const char *field,
                         const char *exposure);

/* Reports if FULL is CLAIMED against a threat that CONTROL (NULL: not known) answers in part only. */
void validation_strength(struct validation *validation, const Catalog__V1__Control *control,
                         Catalog__V1__Strength claimed, char *const *threats, size_t count);

/* ---- Addresses (validate_address.c) ---- */

#define RECORD_BIT(kind) (1U << (kind))

/* What an address may end in. */
struct address_rule {
    unsigned own;       /* bits of record_kind for an id of this model; an alias alone is RECORD_DEPENDENCY */
    unsigned inherited; /* the same behind one alias or more */
    bool is_shallow;    /* no more than one alias */
    const char *what;   /* "a place" */
};

/* The record that ADDRESS ends in. What is wrong is reported at the walk's place. NULL: reported, or it leads into a
 * component that is not known. */
const struct record *validation_address(struct validation *validation, const char *address,
                                        const struct address_rule *rule);

/* The same without reporting anything: for checks beside the rule of the field itself. */
const struct record *validation_peek(struct validation *validation, const char *address,
                                     const struct address_rule *rule);

/* ---- The checks ---- */

/* Walks all fields and applies the rules of validate_rules.c: required, syntax, ranges, references, predicates. */
void validate_fields(struct validation *validation, const ProtobufCMessage *message);

/* The rules that take more than one field, for each kind. */
void validate_threat(struct validation *validation);
void validate_control(struct validation *validation);
void validate_baseline(struct validation *validation);
void validate_policy(struct validation *validation);
void validate_model(struct validation *validation);

/* The parts of validate_model. */
void validate_ids(struct validation *validation);
void validate_dependencies(struct validation *validation);
void validate_entry_points(struct validation *validation);
void validate_contract(struct validation *validation);
void validate_mitigations(struct validation *validation);
void validate_answers(struct validation *validation);
void validate_cycles(struct validation *validation);

#endif
