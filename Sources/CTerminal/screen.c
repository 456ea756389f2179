// ncurses, reached through the functions of CTerminal.h only.
#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include "CTerminal.h"

#include <curses.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen = NULL;
static FILE *input_stream = NULL;
static FILE *output_stream = NULL;
static int output_descriptor = -1;
static int is_synchronized = 1;

// setupterm() and del_curterm() are declared in term.h, whose macros would break ordinary names.
struct term;
extern int setupterm(const char *, int, int *);
extern struct term *set_curterm(struct term *);
extern int del_curterm(struct term *);

static void write_all(const char *bytes) {
  size_t left = strlen(bytes);
  while (left > 0) {
    ssize_t written = write(output_descriptor, bytes, left);
    if (written <= 0) return;
    bytes += written;
    left -= (size_t)written;
  }
}

int atelier_terminal_type_exists(const char *terminal_type) {
  int status = 0;
  struct term *before = set_curterm(NULL);
  int known = setupterm(terminal_type, STDOUT_FILENO, &status) == OK;
  struct term *probe = set_curterm(before);
  if (known && probe != NULL && probe != before) del_curterm(probe);
  return known;
}

int atelier_screen_open(const char *terminal_type, int input, int output) {
  // Streams of our own: closing the screen must never close the process's standard streams.
  input_stream = fdopen(dup(input), "r");
  output_stream = fdopen(dup(output), "w");
  if (input_stream == NULL || output_stream == NULL) return -1;
  output_descriptor = output;
  screen = newterm(terminal_type, output_stream, input_stream);
  if (screen == NULL) {
    fclose(input_stream);
    fclose(output_stream);
    input_stream = output_stream = NULL;
    return -1;
  }
  set_term(screen);
  raw();
  noecho();
  nonl();
  // Input is read elsewhere; curses must not look for it while it paints.
  typeahead(-1);
  curs_set(0);
  // Shifting characters saves a few bytes and leaves the wrong background behind on terminals that fill by their own.
  idcok(stdscr, FALSE);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  const char *type = terminal_type != NULL ? terminal_type : getenv("TERM");
  // The Linux console prints unknown private modes of this length on some kernels; it cannot tear anyway.
  is_synchronized = type == NULL || strncmp(type, "linux", 5) != 0;
  return 0;
}

void atelier_screen_close(void) {
  if (screen == NULL) return;
  endwin();
  delscreen(screen);
  screen = NULL;
  fclose(input_stream);
  fclose(output_stream);
  input_stream = output_stream = NULL;
}

void atelier_screen_pause(void) {
  if (screen != NULL) endwin();
}

void atelier_screen_resume(void) {
  if (screen == NULL) return;
  raw();
  noecho();
  nonl();
  clearok(curscr, TRUE);
}

int atelier_screen_colors(void) { return has_colors() ? COLORS : 0; }

void atelier_screen_resize(int rows, int columns) {
  if (screen == NULL) return;
  resize_term(rows, columns);
  clearok(curscr, TRUE);
}

void atelier_screen_put(int row, int column, const uint32_t *scalars, int count, int attributes, int foreground,
                        int background) {
  wchar_t text[CCHARW_MAX + 1];
  int length = count < CCHARW_MAX ? count : CCHARW_MAX;
  for (int i = 0; i < length; i++) text[i] = (wchar_t)scalars[i];
  text[length] = L'\0';
  attr_t curses_attributes = WA_NORMAL;
  if (attributes & ATELIER_BOLD) curses_attributes |= WA_BOLD;
  if (attributes & ATELIER_DIM) curses_attributes |= WA_DIM;
  if (attributes & ATELIER_ITALIC) curses_attributes |= WA_ITALIC;
  if (attributes & ATELIER_UNDERLINE) curses_attributes |= WA_UNDERLINE;
  if (attributes & ATELIER_REVERSE) curses_attributes |= WA_REVERSE;
  // The pair travels as an int beside the attributes, because attribute bits hold only 256 of them.
  int pair = 0;
  if (foreground >= 0 || background >= 0) pair = alloc_pair(foreground, background);
  if (pair < 0) pair = 0;
  cchar_t cell;
  if (setcchar(&cell, text, curses_attributes, 0, &pair) == ERR) {
    setcchar(&cell, L"?", curses_attributes, 0, &pair);
  }
  mvadd_wch(row, column, &cell);
}

void atelier_screen_cursor(int row, int column) {
  if (row < 0) {
    curs_set(0);
    leaveok(stdscr, TRUE);
  } else {
    leaveok(stdscr, FALSE);
    curs_set(1);
    move(row, column);
  }
}

void atelier_screen_invalidate(void) { clearok(curscr, TRUE); }

void atelier_screen_refresh(void) {
  if (screen == NULL) return;
  wnoutrefresh(stdscr);
  if (is_synchronized) write_all("\033[?2026h");
  doupdate();
  fflush(output_stream);
  if (is_synchronized) write_all("\033[?2026l");
}
