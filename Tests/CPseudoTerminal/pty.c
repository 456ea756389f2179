#define _GNU_SOURCE 1
#include "CPseudoTerminal.h"

#include <pty.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int atelier_pty_start(char *const arguments[], char *const environment[], const char *folder, int columns, int rows,
                      int *process) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  int outer = -1;
  pid_t child = forkpty(&outer, NULL, NULL, &size);
  if (child < 0) return -1;
  if (child == 0) {
    if (chdir(folder) == 0) execvpe(arguments[0], arguments, environment);
    _exit(127);
  }
  *process = child;
  return outer;
}

int atelier_pty_resize(int descriptor, int columns, int rows) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(descriptor, TIOCSWINSZ, &size);
}

long atelier_pty_local_modes(int descriptor) {
  struct termios settings;
  if (tcgetattr(descriptor, &settings) != 0) return -1;
  return (long)settings.c_lflag;
}

long atelier_pty_sane_modes(void) { return ECHO | ICANON | ISIG; }
