import scdl from '../../data/schemas/scdl-subventions-2.1.1.json' with { type: 'json' };
import { checkSiret } from '../identity/index.ts';
import { type Line, scdlRow } from './model/line.ts';
import { type Fault, faultsOfRow, type TableSchema } from './model/table-schema.ts';

/** SCDL « subventions » 2.1.1, as the national catalogue publishes it. */
export const GRANTS_SCHEMA: TableSchema = scdl;

export const isSiret = (text: string): boolean => checkSiret(text).value === text;

/** What the national schema refuses in this line. */
export const nationalFaults = (line: Line): Fault[] => faultsOfRow(GRANTS_SCHEMA, scdlRow(line), isSiret);
