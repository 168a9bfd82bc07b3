/* Which published version of a name stands for it when none is asked for: kept up with each change, so that a reader
 * finds it in one step at any revision, however many versions there are. Only for files of this room. */
#ifndef CATALOGD_STORE_NEWEST_H
#define CATALOGD_STORE_NEWEST_H

#include "store/txn.h"

/* Where the record of a published version is: with its name the key in VERSION. */
struct version_place {
    uint64_t revision; /* 0: every version of the name was yanked */
    uint16_t position;
};

/* The newest published or deprecated version of NAME by precedence at REVISION, a pre-release only where there is no
 * release. False: none was ever published, or an error, which is in TXN. */
bool newest_find(struct txn *txn, const char *name, uint64_t revision, struct version_place *ret_place);

/* Takes in that VERSION of NAME was published at PLACE. */
void newest_publish(struct txn *txn, const char *name, const char *version, struct version_place place);

/* Takes in that the version at PLACE came to be yanked at REVISION; its lifecycle record says so already. Looks at all
 * versions of NAME when it was the newest. */
void newest_yank(struct txn *txn, const char *name, struct version_place place, uint64_t revision);

#endif
