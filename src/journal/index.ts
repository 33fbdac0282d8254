/** Where the decisions are read; `subject` narrows to one thing. */
export const JOURNAL_PATH = '/agent/journal';
