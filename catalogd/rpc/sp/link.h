/* One SP connection over a byte stream: what server and client share. One receive and one send are under way at most
 * (submitting an aio twice aborts the process); replies that gather while a send is under way leave together with the
 * next one.
 *
 * Lifecycle: sp_link_init, sp_link_start, sp_link_break (no new input or output, from any thread, also from a
 * callback), sp_link_stop (waits for the callbacks and for whoever reads input, so that no event comes after it; frees
 * what belongs to nng; never from a callback), sp_link_done. */
#ifndef CATALOGD_RPC_SP_LINK_H
#define CATALOGD_RPC_SP_LINK_H

#include "base/buffer.h"
#include "base/clock.h"
#include "rpc/sp/frame.h"

#include <nng/nng.h>
#include <pthread.h>

#define SP_INPUT_BYTES 8192

/* A whole body. Free with free(). */
struct sp_frame {
    size_t size;
    size_t filled;
    uint8_t bytes[];
};

/* What a link asks and tells its owner. "Locked": called with link->lock held; must not block nor take it. */
struct sp_link_events {
    /* Locked. Whether the next frame may be read now; when that changes the owner calls sp_link_resume. */
    bool (*may_read)(void *owner);
    /* Locked. Room for a frame of SIZE bytes; false: not now, ask again on sp_link_resume. */
    bool (*reserve)(void *owner, size_t size);
    /* Any thread. The room of a frame that never became whole. */
    void (*release)(void *owner, size_t size);
    /* Not locked. The greeting was right. May be NULL. */
    void (*greeted)(void *owner);
    /* Not locked. A whole body, now the owner's. */
    void (*frame)(void *owner, struct sp_frame *frame);
    /* Not locked. A body of SIZE bytes past the limit was or is being skipped; PREFIX is its beginning. */
    void (*oversize)(void *owner, slice prefix, uint64_t size);
    /* Locked, once. The connection is over; REASON is an nng error or 0 when the owner broke it. */
    void (*broken)(void *owner, int reason);
};

struct sp_link_options {
    bool is_ipc;
    uint16_t own_protocol;
    uint16_t peer_protocol;
    size_t limit_bytes; /* of a body */
};

struct sp_link {
    const struct sp_link_events *events;
    void *owner;
    pthread_mutex_t lock;      /* guards everything below */
    pthread_cond_t pump_ended; /* is_pumping became false */
    nng_stream *stream;
    nng_aio *recv_aio;
    nng_aio *send_aio;
    bool is_receiving; /* recv_aio is submitted */
    bool is_direct;    /* it fills frame, not input */
    bool is_sending;   /* send_aio is submitted */
    bool is_pumping;   /* a thread is in the input loop */
    bool is_broken;    /* no submission from now on */
    bool ends_after_output;
    bool is_lingering;   /* a frame too long to skip is read and dropped until output is out */
    bool waits_for_room; /* reserve said no */

    struct frame_decoder decoder;
    struct sp_link_options options;
    uint8_t *input;         /* SP_INPUT_BYTES */
    slice unread;           /* within input */
    struct sp_frame *frame; /* being filled */
    struct {
        bool is_active;
        bool is_reported;
        uint8_t prefix[FRAME_BACKTRACE_BYTES];
        size_t prefix_size;
        uint64_t skipped;
    } oversize;

    struct buffer queued;  /* the next send */
    struct buffer sending; /* the present one */
    size_t sent;

    time_ns opened_at;
    time_ns frame_begun_at;  /* 0: between frames */
    time_ns active_at;       /* last frame or output */
    time_ns output_moved_at; /* last progress of output, or its beginning */
    uint64_t frames;         /* whole ones */
};

/* Ownership: OWNER is borrowed for the link's life. False: no memory, and nothing to free. */
MUST_CHECK bool sp_link_init(struct sp_link *link, const struct sp_link_events *events, void *owner,
                             const struct sp_link_options *options);

/* Greets and begins to read; output queued before goes behind the greeting. Ownership: takes STREAM. */
void sp_link_start(struct sp_link *link, nng_stream *stream);

/* Takes STREAM only to end it. */
void sp_link_refuse(struct sp_link *link, nng_stream *stream);

/* Locked. Queues one frame: HEADER and PARTS one after the other; copied. Does nothing on a broken link. */
void sp_link_write(struct sp_link *link, const struct frame_backtrace *header, const slice *parts, size_t count);

/* Locked. Reads on if the owner allows it now. */
void sp_link_resume(struct sp_link *link);

/* Locked. Ends the link; its broken event comes before this returns, unless it came before. */
void sp_link_break(struct sp_link *link, int reason);

/* Locked. Bytes the peer has not taken yet. */
size_t sp_link_unsent(const struct sp_link *link);

/* A broken link, not locked: closes the stream, waits for the callbacks and the input loop, frees all but the lock. */
void sp_link_stop(struct sp_link *link);

/* A stopped link, or one that never started. */
void sp_link_done(struct sp_link *link);

/* Links with a stream, in the whole process. */
size_t sp_link_live_count(void);

/* Used between link.c and link_input.c. Locked. */
void sp_link_flush(struct sp_link *link);
void sp_link_pump(struct sp_link *link);

#endif
