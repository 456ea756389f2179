// The terminal device, signals and other programs.
#define _GNU_SOURCE 1
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

extern char **environ;

// MARK: The terminal device.

static struct termios remembered_settings;
static volatile sig_atomic_t is_remembered = 0;
static int remembered_descriptor = -1;
static char remembered_bytes[512];
static size_t remembered_length = 0;

int atelier_terminal_size(int descriptor, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return -1;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}

void atelier_terminal_remember(int descriptor, const char *restoring_bytes) {
  is_remembered = 0;
  remembered_descriptor = descriptor;
  remembered_length = strlen(restoring_bytes);
  if (remembered_length > sizeof remembered_bytes) remembered_length = sizeof remembered_bytes;
  memcpy(remembered_bytes, restoring_bytes, remembered_length);
  if (tcgetattr(descriptor, &remembered_settings) == 0) is_remembered = 1;
}

void atelier_terminal_restore(void) {
  if (!is_remembered) return;
  // Only calls that POSIX allows in a signal handler.
  size_t done = 0;
  while (done < remembered_length) {
    ssize_t written = write(remembered_descriptor, remembered_bytes + done, remembered_length - done);
    if (written <= 0) break;
    done += (size_t)written;
  }
  tcsetattr(remembered_descriptor, TCSANOW, &remembered_settings);
}

void atelier_terminal_forget(void) { is_remembered = 0; }

// MARK: Signals.

static int signal_pipe[2] = {-1, -1};

static void on_graceful_signal(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t ignored = write(signal_pipe[1], &byte, 1);
  (void)ignored;
  errno = saved;
}

static void on_crash(int number) {
  atelier_terminal_restore();
  // SA_RESETHAND put the default action back: this ends the process with the signal's own status.
  raise(number);
}

int atelier_signals_install(void) {
  if (signal_pipe[0] >= 0) return signal_pipe[0];
  if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;

  struct sigaction graceful;
  memset(&graceful, 0, sizeof graceful);
  graceful.sa_handler = on_graceful_signal;
  graceful.sa_flags = SA_RESTART;
  sigemptyset(&graceful.sa_mask);
  int graceful_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH, SIGCONT, SIGTSTP, SIGUSR1, SIGUSR2,
                            SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGIO, SIGPWR, SIGSTKFLT};
  for (size_t i = 0; i < sizeof graceful_signals / sizeof graceful_signals[0]; i++) {
    sigaction(graceful_signals[i], &graceful, NULL);
  }
  for (int number = SIGRTMIN; number <= SIGRTMAX; number++) sigaction(number, &graceful, NULL);
  signal(SIGPIPE, SIG_IGN);

  // A stack of its own, so that a stack overflow of the main thread can still put the terminal back.
  static char alternate[65536];
  stack_t stack;
  memset(&stack, 0, sizeof stack);
  stack.ss_sp = alternate;
  stack.ss_size = sizeof alternate;
  sigaltstack(&stack, NULL);

  struct sigaction crash;
  memset(&crash, 0, sizeof crash);
  crash.sa_handler = on_crash;
  crash.sa_flags = (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK);
  sigemptyset(&crash.sa_mask);
  int crash_signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGSYS};
  for (size_t i = 0; i < sizeof crash_signals / sizeof crash_signals[0]; i++) {
    sigaction(crash_signals[i], &crash, NULL);
  }
  return signal_pipe[0];
}

void atelier_stop_self(void) {
  struct sigaction standard, before;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  sigemptyset(&standard.sa_mask);
  sigaction(SIGTSTP, &standard, &before);
  // The whole group, as the terminal driver does: a pipeline or a wrapper script stops with us.
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &before, NULL);
}

void atelier_die_by(int signal_number) {
  struct sigaction standard;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  sigemptyset(&standard.sa_mask);
  sigaction(signal_number, &standard, NULL);
  raise(signal_number);
  _exit(128 + signal_number);
}

// MARK: A wake-up call between threads.

int atelier_wakeup_create(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void atelier_wakeup_send(int descriptor) {
  uint64_t one = 1;
  ssize_t ignored = write(descriptor, &one, sizeof one);
  (void)ignored;
}

void atelier_wakeup_drain(int descriptor) {
  uint64_t count;
  ssize_t ignored = read(descriptor, &count, sizeof count);
  (void)ignored;
}

// MARK: Other programs.

// A child must not inherit our handlers nor a blocked signal: it gets every signal at its default.
static int prepare(posix_spawnattr_t *attributes) {
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  if (posix_spawnattr_init(attributes) != 0) return -1;
  posix_spawnattr_setsigdefault(attributes, &all);
  posix_spawnattr_setsigmask(attributes, &none);
  posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  return 0;
}

int atelier_run_foreground(const char *path, char *const arguments[]) {
  posix_spawnattr_t attributes;
  if (prepare(&attributes) != 0) return -1;
  // As system() does: what is typed at the child (Ctrl-C, Ctrl-backslash) is the child's. Ctrl-Z must stop both, or the shell
  // would go on waiting for a program that waits for a stopped one.
  struct sigaction ignored, standard, interrupt, quit, stop;
  memset(&ignored, 0, sizeof ignored);
  ignored.sa_handler = SIG_IGN;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  sigaction(SIGINT, &ignored, &interrupt);
  sigaction(SIGQUIT, &ignored, &quit);
  sigaction(SIGTSTP, &standard, &stop);
  pid_t child;
  int status = 0;
  int error = posix_spawnp(&child, path, NULL, &attributes, arguments, environ);
  if (error == 0) {
    while (waitpid(child, &status, 0) < 0) {
      if (errno != EINTR) {
        error = errno;
        break;
      }
    }
  }
  sigaction(SIGINT, &interrupt, NULL);
  sigaction(SIGQUIT, &quit, NULL);
  sigaction(SIGTSTP, &stop, NULL);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    errno = error;
    return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int atelier_run_detached(const char *path, char *const arguments[], const char *input, int length) {
  int channel[2];
  if (pipe2(channel, O_CLOEXEC) != 0) return -1;
  posix_spawnattr_t attributes;
  if (prepare(&attributes) != 0) return -1;
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, channel[0], STDIN_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  // The one before has long ended: take its status, so that no more than one ever waits.
  static pid_t child = 0;
  if (child > 0) waitpid(child, NULL, WNOHANG);
  int error = posix_spawnp(&child, path, &actions, &attributes, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(channel[0]);
  if (error == 0 && length > 0) {
    // A clipboard program reads at once; one that does not must never hold the screen.
    fcntl(channel[1], F_SETPIPE_SZ, 1 << 20);
    fcntl(channel[1], F_SETFL, O_NONBLOCK);
    int done = 0;
    while (done < length) {
      ssize_t written = write(channel[1], input + done, (size_t)(length - done));
      if (written <= 0) break;
      done += (int)written;
    }
  }
  close(channel[1]);
  if (error != 0) errno = error;
  return error == 0 ? 0 : -1;
}
