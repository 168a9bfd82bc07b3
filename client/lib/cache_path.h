/* Where the cache is. */
#ifndef CATALOG_LIB_CACHE_PATH_H
#define CATALOG_LIB_CACHE_PATH_H

/* `catalogd` under $XDG_CACHE_HOME, else under $HOME/.cache. Free with free(). NULL: neither is an absolute path, or no
 * memory. Threads: as getenv. */
char *cache_path_default(void);

/* Makes every directory of PATH that is not there, with mode 0700. PATH is changed meanwhile. Returns 0 or an errno. */
int cache_path_make(char *path);

#endif
