const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A path or a code a person can read: identifiers keep their end, which tells them apart; the export keeps them whole. */
export const shortPath = (path: string, separator: '/' | ':' = '/'): string =>
  path === ''
    ? '–'
    : path
        .split(separator)
        .map((step) => (ID.test(step) ? `…${step.slice(-8)}` : step))
        .join(separator === '/' ? ' › ' : ':');
