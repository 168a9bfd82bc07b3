#include "model/semver.h"

#include "model/text_problem.h"

#include <inttypes.h>
#include <stdio.h>

#define REASON "INVALID_VERSION"

static bool is_digit(uint8_t byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_identifier_byte(uint8_t byte) {
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '-';
}

struct reader {
    slice text;
    size_t at;
    struct problem *problem;
};

static status_code refuse_at(struct reader *reader, size_t offset, const char *message, const char *remedy) {
    struct text_error error = {.offset = offset, .message = message, .remedy = remedy};
    return text_problem(reader->problem, REASON, &error);
}

static bool take(struct reader *reader, char byte) {
    if (reader->at == reader->text.size || reader->text.data[reader->at] != (uint8_t)byte)
        return false;
    reader->at++;
    return true;
}

static status_code read_number(struct reader *reader, uint64_t *ret_number) {
    size_t start = reader->at;
    uint64_t number = 0;
    for (; reader->at < reader->text.size && is_digit(reader->text.data[reader->at]); reader->at++)
        if (__builtin_mul_overflow(number, 10U, &number) ||
            __builtin_add_overflow(number, (uint64_t)(reader->text.data[reader->at] - '0'), &number))
            return refuse_at(reader, start, "the number is too large", "write at most 18446744073709551615");
    if (reader->at == start)
        return refuse_at(reader, start, "a number is missing", "write three numbers, such as 1.4.0");
    if (reader->at - start > 1 && reader->text.data[start] == '0')
        return refuse_at(reader, start, "the number has a leading zero", "leave the zero out");
    *ret_number = number;
    return STATUS_OK;
}

static status_code read_core(struct reader *reader, struct semver *version) {
    uint64_t *const numbers[] = {&version->major, &version->minor, &version->patch};
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        if (i > 0 && !take(reader, '.'))
            return refuse_at(reader, reader->at, "'.' and a number are missing", "write three numbers, such as 1.4.0");
        status_code code = read_number(reader, numbers[i]);
        if (code != STATUS_OK)
            return code;
    }
    return STATUS_OK;
}

static bool has_leading_zero(slice identifier) {
    if (identifier.size < 2 || identifier.data[0] != '0')
        return false;
    for (size_t i = 0; i < identifier.size; i++)
        if (!is_digit(identifier.data[i]))
            return false;
    return true;
}

/* Dot-separated identifiers. Numbers among them may lead with zeros in build metadata only. */
static status_code read_identifiers(struct reader *reader, bool allow_zeros, slice *ret_identifiers) {
    size_t start = reader->at;
    do {
        size_t first = reader->at;
        while (reader->at < reader->text.size && is_identifier_byte(reader->text.data[reader->at]))
            reader->at++;
        slice identifier = slice_of(reader->text.data + first, reader->at - first);
        if (identifier.size == 0)
            return refuse_at(reader, first, "an identifier is missing", "write letters, digits or '-'");
        if (!allow_zeros && has_leading_zero(identifier))
            return refuse_at(reader, first, "the number has a leading zero", "leave the zero out");
    } while (take(reader, '.'));
    *ret_identifiers = slice_of(reader->text.data + start, reader->at - start);
    return STATUS_OK;
}

status_code semver_parse(slice text, struct semver *ret_version, struct problem *problem) {
    struct reader reader = {.text = text, .problem = problem};
    struct semver version = {0};
    if (text.size > LIMIT_VERSION_BYTES)
        return refuse_at(&reader, LIMIT_VERSION_BYTES, "the version is longer than 128 bytes", "shorten it");
    status_code code = read_core(&reader, &version);
    if (code == STATUS_OK && take(&reader, '-'))
        code = read_identifiers(&reader, false, &version.pre_release);
    if (code == STATUS_OK && take(&reader, '+'))
        code = read_identifiers(&reader, true, &version.build);
    if (code != STATUS_OK)
        return code;
    if (reader.at != text.size)
        return refuse_at(&reader, reader.at, "the version does not end here", "write a version such as 1.4.0-beta.1+7");
    *ret_version = version;
    return STATUS_OK;
}

/* Takes the first dot-separated identifier off REST. */
static slice next_identifier(slice *rest) {
    size_t size = 0;
    while (size < rest->size && rest->data[size] != '.')
        size++;
    slice identifier = slice_of(rest->data, size);
    size_t skipped = size < rest->size ? size + 1 : size;
    *rest = slice_of(rest->data + skipped, rest->size - skipped);
    return identifier;
}

static bool is_number(slice identifier) {
    for (size_t i = 0; i < identifier.size; i++)
        if (!is_digit(identifier.data[i]))
            return false;
    return true;
}

/* Numbers of any length compare by length, then by digits: they have no leading zeros. */
static int compare_identifiers(slice a, slice b) {
    bool a_is_number = is_number(a);
    bool b_is_number = is_number(b);
    if (a_is_number != b_is_number)
        return a_is_number ? -1 : 1;
    if (a_is_number && a.size != b.size)
        return a.size < b.size ? -1 : 1;
    return slice_compare(a, b);
}

static int compare_pre_releases(slice a, slice b) {
    if (a.size == 0 || b.size == 0)
        return (a.size == 0) - (b.size == 0);
    while (a.size > 0 && b.size > 0) {
        int order = compare_identifiers(next_identifier(&a), next_identifier(&b));
        if (order != 0)
            return order;
    }
    return (a.size > 0) - (b.size > 0);
}

static int compare_numbers(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

int semver_compare(const struct semver *a, const struct semver *b) {
    int order = compare_numbers(a->major, b->major);
    if (order == 0)
        order = compare_numbers(a->minor, b->minor);
    if (order == 0)
        order = compare_numbers(a->patch, b->patch);
    return order != 0 ? order : compare_pre_releases(a->pre_release, b->pre_release);
}

bool semver_same_release(const struct semver *a, const struct semver *b) {
    return a->major == b->major && a->minor == b->minor && a->patch == b->patch;
}

void semver_format(const struct semver *version, char ret_text[SEMVER_TEXT_BYTES]) {
    slice pre = version->pre_release;
    slice build = version->build;
    snprintf(ret_text, SEMVER_TEXT_BYTES, "%" PRIu64 ".%" PRIu64 ".%" PRIu64 "%s%.*s%s%.*s", version->major,
             version->minor, version->patch, pre.size > 0 ? "-" : "", (int)pre.size,
             pre.size > 0 ? (const char *)pre.data : "", build.size > 0 ? "+" : "", (int)build.size,
             build.size > 0 ? (const char *)build.data : "");
}
