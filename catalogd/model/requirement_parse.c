#include "model/requirement.h"
#include "model/text_problem.h"

#include "base/vector.h"

/* A version in which numbers may be missing. */
struct partial {
    struct semver version;
    size_t numbers; /* given, 0 to 3 */
};

typedef VECTOR(struct comparator) comparator_list;

struct reader {
    const uint8_t *data;
    size_t size;
    size_t at;
    struct arena *arena;
    struct problem *problem;
    comparator_list comparators; /* of the set being read */
};

static const slice lowest_pre_release = {(const uint8_t *)"0", 1};

static status_code refuse_at(struct reader *reader, size_t offset, const char *message, const char *remedy) {
    struct text_error error = {.offset = offset, .message = message, .remedy = remedy};
    return text_problem(reader->problem, "INVALID_REQUIREMENT", &error);
}

static bool is_blank(uint8_t byte) {
    return byte == ' ' || byte == '\t';
}

static bool at_end_of_set(const struct reader *reader) {
    return reader->at == reader->size || reader->data[reader->at] == '|';
}

static uint8_t peek(const struct reader *reader) {
    return reader->at < reader->size ? reader->data[reader->at] : 0;
}

static void skip_blanks(struct reader *reader) {
    while (is_blank(peek(reader)))
        reader->at++;
}

static bool take(struct reader *reader, const char *word) {
    size_t length = strlen(word);
    if (reader->size - reader->at < length || memcmp(reader->data + reader->at, word, length) != 0)
        return false;
    reader->at += length;
    return true;
}

/* ---- Versions ---- */

static bool take_wildcard(struct reader *reader) {
    return take(reader, "*") || take(reader, "x") || take(reader, "X");
}

static status_code read_number(struct reader *reader, uint64_t *ret_number) {
    static const char remedy[] = "write a version such as 1.4, 1.4.x or ^1.4.0";
    size_t start = reader->at;
    uint64_t number = 0;
    for (; peek(reader) >= '0' && peek(reader) <= '9'; reader->at++)
        if (__builtin_mul_overflow(number, 10U, &number) ||
            __builtin_add_overflow(number, (uint64_t)(peek(reader) - '0'), &number))
            return refuse_at(reader, start, "the number is too large", "write at most 18446744073709551615");
    if (reader->at == start)
        return refuse_at(reader, start, "a number is expected here", remedy);
    if (reader->at - start > 1 && reader->data[start] == '0')
        return refuse_at(reader, start, "the number has a leading zero", "leave the zero out");
    *ret_number = number;
    return STATUS_OK;
}

/* Numbers after a wildcard are read and mean nothing, as in npm: 1.x.3 is 1.x. */
static status_code read_numbers(struct reader *reader, struct partial *partial) {
    uint64_t *const numbers[] = {&partial->version.major, &partial->version.minor, &partial->version.patch};
    bool is_open = false;
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        if (i > 0 && !take(reader, "."))
            return STATUS_OK;
        uint64_t number = 0;
        bool is_wildcard = take_wildcard(reader);
        status_code code = is_wildcard ? STATUS_OK : read_number(reader, &number);
        if (code != STATUS_OK)
            return code;
        is_open = is_open || is_wildcard;
        if (is_open)
            continue;
        *numbers[i] = number;
        partial->numbers = i + 1;
    }
    return STATUS_OK;
}

static size_t end_of_word(const struct reader *reader) {
    size_t end = reader->at;
    while (end < reader->size && !is_blank(reader->data[end]) && reader->data[end] != '|')
        end++;
    return end;
}

/* The pre-release and build of a whole version: semver_parse knows their rules, so it reads the version again. */
static status_code read_suffix(struct reader *reader, size_t start, struct partial *partial) {
    if (partial->numbers < 3)
        return refuse_at(reader, reader->at, "only a version with three numbers has a pre-release or build",
                         "write all three numbers, such as 1.4.0-beta.1");
    size_t end = end_of_word(reader);
    if (semver_parse(slice_of(reader->data + start, end - start), &partial->version, NULL) != STATUS_OK)
        return refuse_at(reader, start, "the version is malformed", "write a version such as 1.4.0-beta.1");
    partial->version.build = slice_of(NULL, 0);
    reader->at = end;
    return STATUS_OK;
}

static status_code read_partial(struct reader *reader, struct partial *ret_partial) {
    *ret_partial = (struct partial){0};
    while (peek(reader) == 'v' || peek(reader) == '=' || is_blank(peek(reader)))
        reader->at++;
    size_t start = reader->at;
    status_code code = read_numbers(reader, ret_partial);
    if (code == STATUS_OK && (peek(reader) == '-' || peek(reader) == '+'))
        code = read_suffix(reader, start, ret_partial);
    if (code != STATUS_OK || at_end_of_set(reader) || is_blank(peek(reader)))
        return code;
    return refuse_at(reader, reader->at, "the version does not end here", "separate terms by a blank, sets by ||");
}

/* ---- Terms ---- */

static status_code add(struct reader *reader, enum comparator_operator comparison, struct semver version) {
    struct comparator comparator = {.comparison = comparison, .version = version};
    if (!vector_push(reader->arena, &reader->comparators, comparator))
        return problem_no_memory(reader->problem);
    return STATUS_OK;
}

/* The first version after all that begin with the first COUNT numbers of VERSION, its lowest pre-release included. */
static status_code next_after(struct reader *reader, struct semver version, size_t count, struct semver *ret_next) {
    uint64_t numbers[] = {version.major, version.minor, version.patch};
    if (__builtin_add_overflow(numbers[count - 1], 1U, &numbers[count - 1]))
        return refuse_at(reader, reader->at, "no version comes after this one", "write a smaller number");
    *ret_next =
        (struct semver){.major = numbers[0], .minor = count > 1 ? numbers[1] : 0, .patch = count > 2 ? numbers[2] : 0};
    return STATUS_OK;
}

static status_code add_below_next(struct reader *reader, struct semver version, size_t count) {
    struct semver next = {0};
    status_code code = next_after(reader, version, count, &next);
    next.pre_release = lowest_pre_release;
    return code != STATUS_OK ? code : add(reader, COMPARATOR_LESS, next);
}

/* VERSION up to what still begins with its first COUNT numbers. */
static status_code add_span(struct reader *reader, struct semver version, size_t count) {
    status_code code = add(reader, COMPARATOR_GREATER_EQUAL, version);
    return code != STATUS_OK ? code : add_below_next(reader, version, count);
}

static status_code add_nothing(struct reader *reader) {
    struct semver lowest = {.pre_release = lowest_pre_release};
    return add(reader, COMPARATOR_LESS, lowest);
}

static status_code add_exact(struct reader *reader, const struct partial *partial) {
    if (partial->numbers == 0)
        return STATUS_OK;
    if (partial->numbers == 3)
        return add(reader, COMPARATOR_EQUAL, partial->version);
    return add_span(reader, partial->version, partial->numbers);
}

static status_code add_tilde(struct reader *reader, const struct partial *partial) {
    if (partial->numbers == 0)
        return STATUS_OK;
    return add_span(reader, partial->version, partial->numbers < 2 ? 1 : 2);
}

/* Up to the next change of the leftmost number that is not zero, among those given. */
static status_code add_caret(struct reader *reader, const struct partial *partial) {
    if (partial->numbers == 0)
        return STATUS_OK;
    size_t count = 1;
    if (partial->version.major == 0 && partial->numbers > 1)
        count = partial->version.minor == 0 && partial->numbers > 2 ? 3 : 2;
    return add_span(reader, partial->version, count);
}

static status_code add_less(struct reader *reader, const struct partial *partial) {
    if (partial->numbers == 0)
        return add_nothing(reader);
    struct semver bound = partial->version;
    if (partial->numbers < 3)
        bound.pre_release = lowest_pre_release;
    return add(reader, COMPARATOR_LESS, bound);
}

static status_code add_less_equal(struct reader *reader, const struct partial *partial) {
    if (partial->numbers == 0)
        return STATUS_OK;
    if (partial->numbers == 3)
        return add(reader, COMPARATOR_LESS_EQUAL, partial->version);
    return add_below_next(reader, partial->version, partial->numbers);
}

static status_code add_greater_equal(struct reader *reader, const struct partial *partial) {
    if (partial->numbers == 0)
        return STATUS_OK;
    return add(reader, COMPARATOR_GREATER_EQUAL, partial->version);
}

static status_code add_greater(struct reader *reader, const struct partial *partial) {
    if (partial->numbers == 0)
        return add_nothing(reader);
    if (partial->numbers == 3)
        return add(reader, COMPARATOR_GREATER, partial->version);
    struct semver next = {0};
    status_code code = next_after(reader, partial->version, partial->numbers, &next);
    return code != STATUS_OK ? code : add(reader, COMPARATOR_GREATER_EQUAL, next);
}

/* The longer spelling of two that begin alike stands first. */
static const struct {
    const char *spelling;
    status_code (*add)(struct reader *reader, const struct partial *partial);
} term_kinds[] = {
    {"^", add_caret},   {"~>", add_tilde},      {"~", add_tilde}, {">=", add_greater_equal},
    {">", add_greater}, {"<=", add_less_equal}, {"<", add_less},  {"", add_exact},
};

static status_code read_term(struct reader *reader) {
    size_t kind = 0;
    while (!take(reader, term_kinds[kind].spelling))
        kind++;
    skip_blanks(reader);
    struct partial partial;
    status_code code = read_partial(reader, &partial);
    return code != STATUS_OK ? code : term_kinds[kind].add(reader, &partial);
}

/* ---- Sets ---- */

/* Whether the set holds " - ", which makes it a range from one version to another. */
static bool is_hyphen_range(const struct reader *reader) {
    for (size_t i = reader->at; i + 2 < reader->size && reader->data[i] != '|'; i++)
        if (is_blank(reader->data[i]) && reader->data[i + 1] == '-' && is_blank(reader->data[i + 2]))
            return true;
    return false;
}

static status_code read_hyphen_range(struct reader *reader) {
    static const char remedy[] = "write two versions, such as 1.2.0 - 1.4";
    struct partial from;
    struct partial to = {0};
    status_code code = read_partial(reader, &from);
    if (code != STATUS_OK)
        return code;
    skip_blanks(reader);
    if (!take(reader, "- ") && !take(reader, "-\t"))
        return refuse_at(reader, reader->at, "'-' is expected after the first version of a range", remedy);
    code = read_partial(reader, &to);
    if (code != STATUS_OK)
        return code;
    skip_blanks(reader);
    if (!at_end_of_set(reader))
        return refuse_at(reader, reader->at, "a range with '-' stands alone in its set", remedy);
    code = add_greater_equal(reader, &from);
    return code != STATUS_OK ? code : add_less_equal(reader, &to);
}

static status_code read_set(struct reader *reader, struct comparator_set *ret_set) {
    reader->comparators = (comparator_list){0};
    status_code code = STATUS_OK;
    skip_blanks(reader);
    if (is_hyphen_range(reader))
        code = read_hyphen_range(reader);
    while (code == STATUS_OK && !at_end_of_set(reader)) {
        code = read_term(reader);
        skip_blanks(reader);
    }
    *ret_set = (struct comparator_set){reader->comparators.items, reader->comparators.count};
    return code;
}

static status_code read_sets(struct reader *reader, struct requirement *ret_requirement) {
    VECTOR(struct comparator_set) sets = {0};
    do {
        struct comparator_set set;
        status_code code = read_set(reader, &set);
        if (code != STATUS_OK)
            return code;
        if (!vector_push(reader->arena, &sets, set))
            return problem_no_memory(reader->problem);
    } while (take(reader, "||"));
    if (reader->at != reader->size)
        return refuse_at(reader, reader->at, "'|' stands alone", "write || between sets");
    *ret_requirement = (struct requirement){sets.items, sets.count};
    return STATUS_OK;
}

status_code requirement_parse(slice text, struct arena *arena, struct requirement *ret_requirement,
                              struct problem *problem) {
    struct reader reader = {.arena = arena, .problem = problem};
    if (text.size > LIMIT_REQUIREMENT_BYTES)
        return refuse_at(&reader, LIMIT_REQUIREMENT_BYTES, "the requirement is longer than 512 bytes", "shorten it");
    /* Pre-releases point into the copy, not into the caller's text. */
    reader.data = (const uint8_t *)arena_strndup(arena, text.size == 0 ? "" : (const char *)text.data, text.size);
    reader.size = text.size;
    if (reader.data == NULL)
        return problem_no_memory(problem);
    return read_sets(&reader, ret_requirement);
}
