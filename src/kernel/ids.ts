import { v7, validate } from 'uuid';

/** UUIDv7: made by the application, sortable by time, the same on every database. */
export const newId = (): string => v7();

/** A path parameter that is no UUID names nothing: the caller answers 404, the database never sees it. */
export const isId = (text: string): boolean => validate(text);
