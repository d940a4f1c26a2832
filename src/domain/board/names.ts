// How a status board is known: its title, its label, and the topic of its marker.

export const BOARD_TITLE = 'Baton: status board'
/** On the board's issue. Whatever else is on an issue with it, the issue is never a task. */
export const BOARD_LABEL = 'baton:board'
export const BOARD_TOPIC = 'board'
