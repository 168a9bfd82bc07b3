#include "replay_proof.h"

#include <string.h>

/* ---- Where it counts ---- */

static readings platform_holds(struct replay *replay, size_t credit) {
    size_t scope = find_below(replay, credit, "baseline.scope");
    size_t each = find_below(replay, credit, "credit.each");
    REQUIRE(replay, credit, scope != NO_STEP && each != NO_STEP, "it does not say where the platform does it");
    if (scope == NO_STEP || each == NO_STEP)
        return NONE;
    readings held = favourable(judge(replay, scope)) & favourable(judge(replay, each));
    return is_voided(replay, credit, replay->threat) ? NONE : held;
}

static readings credit_holds(struct replay *replay, size_t credit) {
    size_t basis = find_below(replay, credit, "credit.basis");
    if (has_rule(replay, credit, "credit.platform"))
        return platform_holds(replay, credit);
    if (has_rule(replay, credit, "credit.mitigation"))
        return mitigation_holds(replay, credit, "credit.uses", replay->threat);
    REQUIRE(replay, credit, basis != NO_STEP, "it does not say which provision");
    REQUIRE(replay, credit,
            basis == NO_STEP || strcmp(step_at(replay, basis)->subject, step_at(replay, credit)->subject) == 0,
            "it rests on another provision");
    return basis == NO_STEP ? NONE : provision_holds(replay, basis, replay->threat);
}

static void require_premise(struct replay *replay, size_t credit, const char *rule) {
    size_t step = find_below(replay, credit, rule);
    REQUIRE(replay, credit, step != NO_STEP, "%s is missing", rule);
    if (step != NO_STEP)
        require_truth(replay, step, true);
}

/* The conditions of a credit that stand in the model alone. */
static void check_conditions(struct replay *replay, size_t credit) {
    bool is_declared =
        has_rule(replay, credit, "credit.provision") || find_below(replay, credit, "credit.uses") != NO_STEP;
    require_premise(replay, credit, "credit.place");
    require_premise(replay, credit, "credit.names");
    if (is_declared)
        require_premise(replay, credit, "credit.declared");
}

/* ---- How strongly ---- */

static int strength_rank(const char *word) {
    return word == NULL ? 0 : strcmp(word, "full") == 0 ? 2 : 1;
}

static void check_strength(struct replay *replay, size_t credit) {
    static const char *const words[] = {"", "partial", "full"};
    size_t step = find_below(replay, credit, "credit.strength");
    REQUIRE(replay, credit, step != NO_STEP, "its strength is not explained");
    if (step == NO_STEP)
        return;
    int given = strength_rank(detail(replay, step, "control"));
    int claimed = strength_rank(detail(replay, step, "claimed"));
    int most = given == 0 ? 1 : given;
    int strength = claimed == 0 || claimed > most ? most : claimed;
    REQUIRE(replay, step, strcmp(step_at(replay, step)->outcome, words[strength]) == 0, "it is %s", words[strength]);
    REQUIRE(replay, credit, detail_is(replay, credit, "strength", words[strength]), "it is %s", words[strength]);
}

static bool is_one_of(const char *word, const char *const *words, size_t count) {
    for (size_t i = 0; word != NULL && i < count; i++) {
        if (strcmp(word, words[i]) == 0)
            return true;
    }
    return false;
}

static void check_reduction(struct replay *replay, size_t credit) {
    static const char *const on_likelihood[] = {"preventive", "deterrent", "directive"};
    size_t step = find_below(replay, credit, "credit.reduction");
    uint64_t amount = 0;
    const char *part = "impact";
    if (step != NO_STEP) {
        bool is_full = detail_is(replay, credit, "strength", "full");
        amount = number(replay, step, is_full ? "full_reduction_bp" : "partial_reduction_bp");
        amount = amount != 0 ? amount : is_full ? 9000 : 5000;
        part = is_one_of(detail(replay, step, "type"), on_likelihood, 3) ? "likelihood" : "impact";
        part = detail(replay, step, "reduces") != NULL ? detail(replay, step, "reduces") : part;
    }
    REQUIRE(replay, credit,
            number(replay, credit, "likelihood_reduction_bp") == (strcmp(part, "impact") == 0 ? 0 : amount),
            "it lowers likelihood otherwise");
    REQUIRE(replay, credit,
            number(replay, credit, "impact_reduction_bp") == (strcmp(part, "likelihood") == 0 ? 0 : amount),
            "it lowers impact otherwise");
}

/* ---- Against the row ---- */

static const char *word_of(const struct replay *replay, const ProtobufCEnumDescriptor *type, int value,
                           const char *prefix) {
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(type, value);
    char *word = arena_strdup((struct arena *)(uintptr_t)&replay->arena, found->name + strlen(prefix));
    for (char *byte = word; *byte != '\0'; byte++)
        *byte = (char)(*byte >= 'A' && *byte <= 'Z' ? *byte - 'A' + 'a' : *byte);
    return word;
}

static bool is_same_credit(const struct replay *replay, size_t step, const Catalog__V1__Credit *credit) {
    readings held = holds_in(replay, step);
    return strcmp(step_at(replay, step)->subject, credit->source) == 0 &&
           detail_is(replay, step, "control", credit->control) &&
           detail_is(replay, step, "provider", credit->provider) &&
           detail_is(replay, step, "is_inherited", credit->is_inherited ? "true" : "false") &&
           detail_is(replay, step, "layer",
                     word_of(replay, &catalog__v1__layer__descriptor, (int)credit->layer, "LAYER_")) &&
           detail_is(replay, step, "strength",
                     word_of(replay, &catalog__v1__strength__descriptor, (int)credit->strength, "STRENGTH_")) &&
           number(replay, step, "likelihood_reduction_bp") == credit->likelihood_reduction_bp &&
           number(replay, step, "impact_reduction_bp") == credit->impact_reduction_bp &&
           credit->counts_now == ((held & 1) != 0) && credit->counts_planned == ((held & 4) != 0);
}

static size_t count_like(const struct replay *replay, size_t step) {
    const Catalog__V1__Row *row = replay->proof->row;
    size_t count = 0;
    for (size_t i = 0; i < row->n_credits; i++)
        count += is_same_credit(replay, step, row->credits[i]);
    return count;
}

static void check_credit(struct replay *replay, size_t credit) {
    readings held = credit_holds(replay, credit);
    REQUIRE(replay, credit, holds_in(replay, credit) == held, "it counts in %x, not %x", held,
            holds_in(replay, credit));
    REQUIRE(replay, credit, strcmp(step_at(replay, credit)->outcome, counting_word(held)) == 0, "it is %s",
            counting_word(held));
    check_conditions(replay, credit);
    check_strength(replay, credit);
    check_reduction(replay, credit);
    REQUIRE(replay, credit, count_like(replay, credit) == 1, "the row does not have it so, once");
}

void replay_credits(struct replay *replay) {
    size_t count = 0;
    for (size_t i = first_below(replay, 0); i != NO_STEP && !replay->is_refused; i = next_below(replay, 0, i)) {
        if (strncmp(step_at(replay, i)->rule, "credit.", 7) != 0)
            continue;
        check_credit(replay, i);
        count++;
    }
    REQUIRE(replay, 0, count == replay->proof->row->n_credits, "credits of the row are missing");
}
