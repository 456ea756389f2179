// The whole C surface of atelier's terminal: ncurses for output, and the few system calls that Swift cannot name.
// No curses type or macro appears here, so that importing modules never meet curses' names.
#ifndef ATELIER_CTERMINAL_H
#define ATELIER_CTERMINAL_H

#include <stdint.h>

// MARK: The screen. All functions of this part belong to one thread.

enum {
  ATELIER_BOLD = 1,
  ATELIER_DIM = 2,
  ATELIER_ITALIC = 4,
  ATELIER_UNDERLINE = 8,
  ATELIER_REVERSE = 16,
};

// Opens the screen on a terminal type (NULL: $TERM) and returns 0, or -1 when terminfo does not know the type.
int atelier_screen_open(const char *terminal_type, int input, int output);
// Leaves the screen and frees it. The terminal's own settings are as they were before.
void atelier_screen_close(void);
// Leaves the screen for a while (suspend, another program) and comes back to it.
void atelier_screen_pause(void);
void atelier_screen_resume(void);
// How many colours the open screen has; 0 on a monochrome terminal.
int atelier_screen_colors(void);
// Whether terminfo knows a terminal type.
int atelier_terminal_type_exists(const char *terminal_type);
// Tells curses the size of the window.
void atelier_screen_resize(int rows, int columns);
// Puts one glyph (a base scalar and its marks) into a cell. Colours: -1 is the terminal's own.
void atelier_screen_put(int row, int column, const uint32_t *scalars, int count, int attributes, int foreground,
                        int background);
// Shows the text cursor at a cell, or hides it when row is negative.
void atelier_screen_cursor(int row, int column);
// Makes the next refresh repaint every cell.
void atelier_screen_invalidate(void);
// Sends what changed to the terminal, as one synchronised update where the terminal knows such.
void atelier_screen_refresh(void);

// MARK: The terminal device.

// The size of a terminal window; returns 0 when it is known.
int atelier_terminal_size(int descriptor, int *rows, int *columns);
// Remembers the terminal's settings and the bytes that restore it, for atelier_terminal_restore and a crash.
void atelier_terminal_remember(int descriptor, const char *restoring_bytes);
// Puts the remembered settings back and writes the restoring bytes. Safe in a signal handler, and to call twice.
void atelier_terminal_restore(void);
// Forgets them: the screen is closed and a crash has nothing to restore.
void atelier_terminal_forget(void);

// MARK: Signals.

// Creates the pipe on which the graceful signals arrive as one byte each; returns its reading end, or -1.
// Also restores the terminal when the program crashes.
int atelier_signals_install(void);
// Stops this process group as Ctrl-Z does, and returns when it is continued.
void atelier_stop_self(void);
// Ends this process by a signal, with that signal's default action.
void atelier_die_by(int signal_number);

// MARK: A wake-up call between threads (eventfd).

int atelier_wakeup_create(void);
void atelier_wakeup_send(int descriptor);
void atelier_wakeup_drain(int descriptor);

// MARK: Other programs.

// Runs a program in the foreground of the terminal and waits for it.
// Returns its exit status, 128 + signal number, or -1 when it could not be started (errno is set).
int atelier_run_foreground(const char *path, char *const arguments[]);
// Starts a program with its input from bytes, output thrown away, and does not wait for its end. Returns 0 when started.
int atelier_run_detached(const char *path, char *const arguments[], const char *input, int length);

#endif
