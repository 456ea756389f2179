#define _GNU_SOURCE 1
#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

// What the program is started with: a test runner's threads block signals and ignore some, a login shell does not.
static void reset_process(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  // Programs are made to crash here on purpose: nobody wants their memory on disk.
  struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
}

int atelier_pty_start(char *const arguments[], char *const environment[], const char *folder, int columns, int rows,
                      int *process) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  // Closed on exec from the start: another program started at the same time must not hold this terminal open.
  int outer = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  char name[128];
  if (outer < 0 || grantpt(outer) != 0 || unlockpt(outer) != 0 || ptsname_r(outer, name, sizeof name) != 0) {
    if (outer >= 0) close(outer);
    return -1;
  }
  int inner = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  pid_t child = inner < 0 || ioctl(inner, TIOCSWINSZ, &size) != 0 ? -1 : fork();
  if (child == 0) {
    reset_process();
    if (login_tty(inner) == 0 && chdir(folder) == 0) execvpe(arguments[0], arguments, environment);
    _exit(127);
  }
  if (inner >= 0) close(inner);
  if (child < 0) {
    close(outer);
    return -1;
  }
  *process = child;
  return outer;
}

int atelier_program_start(char *const arguments[], char *const environment[], const char *folder, int *output,
                          int *error) {
  int out[2], err[2];
  if (pipe2(out, O_CLOEXEC) != 0) return -1;
  if (pipe2(err, O_CLOEXEC) != 0) {
    close(out[0]);
    close(out[1]);
    return -1;
  }
  pid_t child = fork();
  if (child == 0) {
    reset_process();
    int nothing = open("/dev/null", O_RDONLY);
    if (dup2(nothing, STDIN_FILENO) >= 0 && dup2(out[1], STDOUT_FILENO) >= 0 && dup2(err[1], STDERR_FILENO) >= 0 &&
        chdir(folder) == 0) {
      execvpe(arguments[0], arguments, environment);
    }
    _exit(127);
  }
  close(out[1]);
  close(err[1]);
  if (child < 0) {
    close(out[0]);
    close(err[0]);
  }
  *output = out[0];
  *error = err[0];
  return child;
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
