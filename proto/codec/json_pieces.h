/* A long JSON text in pieces: the members of the map at its top, and of one member that is a list the elements, each as
 * a tree that is forgotten with the next. Memory grows with the largest piece and not with the text.
 *
 * What a piece is follows from quotes and brackets alone; whether it is JSON is for jansson to say, as in a text that
 * is composed whole. */
#ifndef CATALOGD_CODEC_JSON_PIECES_H
#define CATALOGD_CODEC_JSON_PIECES_H

#include "base/buffer.h"
#include "base/string_map.h"
#include "codec/compose_rules.h"
#include "codec/tree.h"

#define JSON_PIECES_MEMBERS_MAX 1000 /* of the map at the top */

struct json_pieces_input {
    /* Fills ROOM with up to SIZE bytes, at least one; 0: the text ends. */
    size_t (*read)(void *context, uint8_t *room, size_t size);
    void *context;
    const char *list;                  /* member whose elements come one by one, where it is a list; NULL: none */
    const struct compose_rules *rules; /* of one piece: `bytes` bounds it; 0: as large as it is */
    /* Whether the element at INDEX is wanted: one that is not is passed over, and nobody says whether it is JSON. For
     * texts that were read before. NULL: all are. */
    bool (*wants)(void *context, size_t index);
    void *wants_context;
};

struct json_piece {
    const char *key;               /* name of the member */
    bool is_element;               /* of the list; else the member as a whole */
    size_t index;                  /* of the element, from 0 */
    const struct tree_node *value; /* with its place in the whole text; NULL: the text is at its end */
};

enum json_pieces_state { PIECES_BEFORE, PIECES_IN_MAP, PIECES_IN_LIST, PIECES_AFTER };

/* Private but for the fields read. Initialise with json_pieces_init. One thread. */
struct json_pieces {
    struct json_pieces_input input;
    struct problem *problem;
    struct buffer window; /* of the text */
    size_t start;         /* in the window: of the piece */
    size_t at;            /* in the window: what is read next */
    uint32_t line;
    uint32_t column;
    enum json_pieces_state state;
    bool is_first; /* in the map or the list */
    struct arena names;
    struct string_map members; /* of the map so far */
    const char *key;
    size_t index;
    struct arena tree;
};

/* Ownership: what INPUT points at, and PROBLEM, are borrowed until json_pieces_done. */
void json_pieces_init(struct json_pieces *pieces, const struct json_pieces_input *input, struct problem *problem);

/* Reads the next piece. Ownership: *ret_piece lives until the next call. Errors, each with a violation at line and
 * column: STATUS_INVALID_ARGUMENT (not JSON, no map, a name twice, more after the end), STATUS_RESOURCE_EXHAUSTED (a
 * piece past the rules, or more than JSON_PIECES_MEMBERS_MAX members). After an error there is no next piece. */
MUST_CHECK status_code json_pieces_next(struct json_pieces *pieces, struct json_piece *ret_piece);

void json_pieces_done(struct json_pieces *pieces);

#endif
