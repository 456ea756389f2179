#ifndef ATELIER_CMARKDOWN_H
#define ATELIER_CMARKDOWN_H
// Debian: libcmark-gfm-dev and libcmark-gfm-extensions-dev.
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#endif
