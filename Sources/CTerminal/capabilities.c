// What curses must not use of a terminal, although its description offers it. A file of its own, because the macros of
// term.h break ordinary names.
#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include "capabilities.h"

#include <curses.h>
#include <term.h>

void atelier_forget_scrolling_by_rows(void) {
  if (cur_term == NULL) return;
  parm_index = NULL;
  parm_rindex = NULL;
}
