export { GRANTS_SCHEMA, isSiret, nationalFaults } from './schema.ts';
export { type Edition, newestEdition } from './store/editions.ts';
export { type Funder, nameFunder } from './store/funders.ts';
export { publishDue } from './store/publish.ts';
