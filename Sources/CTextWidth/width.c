// wcwidth() is an X/Open function: without this its declaration is hidden, and from Swift's own modules it is.
#define _XOPEN_SOURCE 700
#include "CTextWidth.h"

#include <wchar.h>

int atelier_scalar_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }
