/** Where the demonstration shows the letters that would have left. */
export const MAILBOX_PATH = '/demo/courrier';
