#ifndef ATELIER_CAPABILITIES_H
#define ATELIER_CAPABILITIES_H

/// Takes SU and SD away from curses, for the terminal that was opened last: what records and replays sessions often
/// does not know them, and shows old rows among the new ones. Scrolling row by row and inserting rows stay.
void atelier_forget_scrolling_by_rows(void);

#endif
