/** Nothing of this room is asked by another yet. */
export {};
