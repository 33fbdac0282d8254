import { createHash } from 'node:crypto';
import type { DbOrTx } from '../../kernel/db.ts';
import { canonical } from '../../kernel/journal.ts';
import { type AgreementText, textOf } from '../model/text.ts';
import type { Agreement, Version } from '../model/whole.ts';
import { clausesOf } from './clauses.ts';

/** The text of a version, with the revisions of the clauses that it quotes. */
export const versionText = async (db: DbOrTx, agreement: Agreement, version: Version): Promise<AgreementText> =>
  textOf(agreement, version, await clausesOf(db, version.terms.clauses));

/** 64 hexadecimal digits. */
export const textSha256 = (text: AgreementText): string => createHash('sha256').update(canonical(text)).digest('hex');
