/* Every bound on what a stranger may send or cause, in one place. The configuration may lower them, never raise them.
 */
#ifndef CATALOGD_BASE_LIMITS_H
#define CATALOGD_BASE_LIMITS_H

#define KIB (1024UL)
#define MIB (1024UL * KIB)

/* Wire */
#define LIMIT_MESSAGE_BYTES          (4 * MIB) /* one request or reply */
#define LIMIT_SKIP_BYTES             (64 * MIB) /* an oversize frame up to this length is skipped, past it the connection ends */
#define LIMIT_UNPACKED_BASE_BYTES    (64 * KIB) /* unpacked size: base + factor x wire, at most the ceiling */
#define LIMIT_UNPACKED_FACTOR        32UL
#define LIMIT_UNPACKED_CEILING_BYTES (64 * MIB)
#define LIMIT_NESTING                32  /* message depth on the wire */
#define LIMIT_METHOD_BYTES           128 /* a method's name */
#define LIMIT_METADATA_BYTES         (8 * KIB)
#define LIMIT_BACKTRACE_WORDS        16 /* SP request header */

/* Connections */
#define LIMIT_CONNECTIONS          4096
#define LIMIT_CONNECTIONS_PER_PEER 64
#define LIMIT_CALLS_PER_CONNECTION 64
#define LIMIT_UNREAD_OUTPUT_BYTES  (1 * MIB)
#define LIMIT_REQUEST_BYTES_TOTAL  (256 * MIB)
#define LIMIT_FIRST_FRAME_MS       5000
#define LIMIT_FRAME_MS             60000 /* a later frame, from its first byte to its last */
#define LIMIT_IDLE_MS              (10 * 60 * 1000)
#define LIMIT_STALLED_OUTPUT_MS    30000
#define LIMIT_DEADLINE_DEFAULT_MS  30000
#define LIMIT_DEADLINE_MAX_MS      (10 * 60 * 1000)
#define LIMIT_WAIT_MS              60000
#define LIMIT_WATCHERS             4096
#define LIMIT_CALL_BYTES           (256 * MIB) /* memory of one call beside its frame */
#define LIMIT_QUEUE_CALLS          1024        /* pooled calls waiting for a worker */

/* Objects and pages */
#define LIMIT_OBJECT_BYTES           (1 * MIB)
#define LIMIT_OBJECT_ITEMS           100000 /* repeated values in one message, all levels together */
#define LIMIT_DOCUMENT_DEPTH         16     /* native YAML and JSON */
#define LIMIT_UPLOAD_BYTES           (64 * MIB)
#define LIMIT_UPLOAD_OBJECTS         10000
#define LIMIT_UPLOADS                64 /* unfinished, in the whole process */
#define LIMIT_UPLOADS_BYTES          (256 * MIB)
#define LIMIT_PLAN_BYTES             (512 * MIB)  /* memory of one mutation while it is planned */
#define LIMIT_RESOLUTION_BYTES       (1024 * MIB) /* memory of one resolution while it is computed */
#define LIMIT_CHANGE_BYTES           (LIMIT_MESSAGE_BYTES - 64 * KIB) /* a change goes out in one reply */
#define LIMIT_CHANGES_LOOKED_AT      10000 /* in one ListChanges, those that the filter leaves out included */
#define LIMIT_RECORDS_LOOKED_AT      10000 /* decisions or advisories for one page, likewise */
#define LIMIT_PAGE                   1000
#define LIMIT_PAGE_DEFAULT           100
#define LIMIT_PAGE_BYTES             (128 * KIB)
#define LIMIT_BATCH                  100
#define LIMIT_VERSIONS_PER_NAME      10000
#define LIMIT_VIOLATIONS             100 /* listed in one answer */
#define LIMIT_IDENTIFIER_BYTES       63
#define LIMIT_VERSION_BYTES          128
#define LIMIT_TITLE_BYTES            256
#define LIMIT_DECISIONS              2000      /* about one feature, whatever became of them */
#define LIMIT_ADVISORIES             1000      /* about one object, withdrawn ones included */
#define LIMIT_ADVISORIES_STAND       100       /* of them not withdrawn */
#define LIMIT_ADVISORY_ITEMS         1000      /* provisions that one advisory names, and threats */
#define LIMIT_ADVISORY_VERSIONS      1000      /* that one advisory is about */
#define LIMIT_GATE_RECORD_BYTES      (3 * MIB) /* one recorded gate result: it goes into one change and one reply */
#define LIMIT_GATE_RECORD_ITEMS      50000     /* rows, reasons and pins in it, all together */
#define LIMIT_TAXONOMY_ITEMS         50000     /* entries and mappings of one release */
#define LIMIT_TAXONOMY_TITLE_BYTES   1000      /* of a release and of an entry */
#define LIMIT_TAXONOMY_LINKS         1000      /* parents of an entry, and references */
#define LIMIT_TAXONOMY_MAPPING_BYTES (2 * KIB) /* one mapping: a thousand of them go into one reply */
#define LIMIT_REASON_BYTES           4096      /* free text given with yank or deprecate */

/* Impact */
#define LIMIT_IMPACT_BYTES       (256 * MIB) /* what one analysis remembers of its consumers */
#define LIMIT_IMPACT_CACHE_BYTES (256 * MIB) /* analyses that no call is at: the oldest go, the newest stays */
#define LIMIT_IMPACT_CALL_MS     1000        /* after which a call answers with how far it is */
#define LIMIT_CONSUMER_BYTES     (1 * MIB)   /* what is told of one consumer */

/* Engine */
#define LIMIT_DEPENDENCY_DEPTH  64
#define LIMIT_INSTANCES         100000
#define LIMIT_ROWS              200000
#define LIMIT_RESOLUTION_STEPS  (100UL * 1000 * 1000) /* records looked at in one resolution */
#define LIMIT_PREDICATE_BYTES   (4 * KIB)
#define LIMIT_PREDICATE_DEPTH   64
#define LIMIT_PREDICATE_STEPS   10000
#define LIMIT_REQUIREMENT_BYTES 512
#define LIMIT_SOLVER_STEPS      1000000
#define LIMIT_SOLVER_BYTES      (256 * MIB) /* what the version solver notes down on the way */
#define LIMIT_SUGGESTIONS       200000      /* about one model */

/* Advice: plans and reports */
#define LIMIT_ADVICE_RESOLUTIONS 8192      /* in one answer */
#define LIMIT_ADVICE_CHANGES     512       /* tried for one model at a time */
#define LIMIT_ADVICE_STEPS       40        /* one after the other */
#define LIMIT_ADVICE_ITEMS       100       /* listed in one answer */
#define LIMIT_ADVICE_BYTES       (1 * MIB) /* of the items in one answer, and of the steps */
#define LIMIT_ADVICE_EXAMPLES    20        /* row keys, features and the like listed with an item */
#define LIMIT_WORKLOAD_FEATURES  500       /* rolled up in one answer */
#define LIMIT_WORKLOAD_THREATS   1000      /* by component, in one answer */

/* Formats of others, on the side of the client */
#define LIMIT_FOREIGN_BYTES     (64 * MIB)
#define LIMIT_FOREIGN_ITEMS     4000000 /* values in one document */
#define LIMIT_FOREIGN_DEPTH     64
#define LIMIT_XML_TOKEN_BYTES   (1 * MIB)    /* one tag with its attributes, one comment */
#define LIMIT_XML_ELEMENT_BYTES (16 * MIB)   /* one element that is handed over, as a tree */
#define LIMIT_XML_ATTRIBUTES    256          /* of one element */
#define LIMIT_STREAM_BYTES      (1024 * MIB) /* one file that is read piece by piece */
#define LIMIT_PIECE_BYTES       (16 * MIB)   /* one piece of it */
#define LIMIT_STREAM_PIECES     4000000

/* Idempotency */
#define LIMIT_REQUEST_ID_MIN 16
#define LIMIT_REQUEST_ID_MAX 64
#define LIMIT_REQUEST_IDS    4000000 /* remembered */
#define LIMIT_ANSWER_BYTES   4096    /* of an answer that is kept */

#endif
