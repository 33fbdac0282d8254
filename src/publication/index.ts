export type { Edition } from './model/edition.ts';
export type { Funder } from './model/waiting.ts';
export { GRANTS_SCHEMA, isSiret, nationalFaults } from './schema.ts';
export { newestEdition } from './store/editions.ts';
export { nameFunder } from './store/funders.ts';
export { publishDue } from './store/publish.ts';
