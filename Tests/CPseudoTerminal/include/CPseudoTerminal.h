// Starts programs, in a terminal of their own or in none: for the benchmarks and the tests of the built program.
#ifndef ATELIER_CPSEUDOTERMINAL_H
#define ATELIER_CPSEUDOTERMINAL_H

// Returns the terminal's outer end, which never blocks, or -1; the process goes to *process.
int atelier_pty_start(char *const arguments[], char *const environment[], const char *folder, int columns, int rows,
                      int *process);
// Starts a program without a terminal and returns its process, or -1; the reading ends of pipes for what it writes go to
// *output and *error.
int atelier_program_start(char *const arguments[], char *const environment[], const char *folder, int *output,
                          int *error);
// Changes the size of the window.
int atelier_pty_resize(int descriptor, int columns, int rows);
// The local modes of the terminal (termios c_lflag), or -1.
long atelier_pty_local_modes(int descriptor);
// The bits of c_lflag that a shell needs: echo, line editing and signals.
long atelier_pty_sane_modes(void);

#endif
