// The C library's idea of how wide a character is: the same function that ncurses asks.
#ifndef ATELIER_CTEXTWIDTH_H
#define ATELIER_CTEXTWIDTH_H

#include <stdint.h>

// The cells that a scalar takes in the locale of the process: 0, 1 or 2, or -1 when it cannot be shown.
int atelier_scalar_width(uint32_t scalar);

#endif
