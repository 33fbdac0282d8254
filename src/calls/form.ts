import type { FieldErrors, Parsed } from '../kernel/decision.ts';
import { zonedInstant } from '../kernel/instant.ts';
import { parseCents } from '../kernel/money.ts';
import type { WaveDraft } from './model/calendar.ts';
import { ZONES } from './model/zone.ts';

export const REASON_LENGTH = 1000;

type Say = (name: string, sentence: string) => void;

export class FormReader {
  readonly errors: Record<string, string> = {};
  readonly #data: FormData;

  constructor(data: FormData) {
    this.#data = data;
  }

  text(name: string): string {
    const value = this.#data.get(name);
    return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '';
  }

  readonly fault: Say = (name, sentence) => {
    this.errors[name] ??= sentence;
  };

  /** A text that must be there. */
  needed(name: string, maxLength: number, sentence: string): string {
    const text = this.text(name);
    if (text === '') this.fault(name, sentence);
    if (text.length > maxLength) this.fault(name, `Ce texte dépasse ${maxLength} caractères.`);
    return text;
  }

  whole(name: string, min: number, max: number): number {
    const value = Number(this.text(name));
    if (!Number.isInteger(value) || value < min || value > max)
      this.fault(name, `Écrivez un nombre entier de ${min} à ${max}.`);
    return value;
  }

  instant(name: string, zone: string): Date | null {
    const local = this.text(name);
    if (local === '') return null;
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local) || Number.isNaN(Date.parse(`${local}Z`))) {
      this.fault(name, 'Indiquez un jour et une heure qui existent.');
      return null;
    }
    return zonedInstant(local, zone);
  }

  read<Value>(value: () => Value): Parsed<Value> {
    const read = value();
    return Object.keys(this.errors).length > 0
      ? { ok: false, errors: this.errors as FieldErrors }
      : { ok: true, value: read };
  }
}

const FAR = new Date(0);

export function parseWave(data: FormData): Parsed<WaveDraft> {
  const form = new FormReader(data);
  const zone = form.text('zone');
  if (!(zone in ZONES)) form.fault('zone', 'Choisissez un fuseau proposé.');
  const safeZone = zone in ZONES ? zone : 'Europe/Paris';
  const opensAt = form.instant('opensAt', safeZone);
  const closesAt = form.instant('closesAt', safeZone);
  const questionsCloseAt = form.instant('questionsCloseAt', safeZone);
  if (opensAt === null) form.fault('opensAt', 'Indiquez l’ouverture.');
  if (closesAt === null) form.fault('closesAt', 'Indiquez la clôture.');
  if (opensAt && closesAt && closesAt <= opensAt) form.fault('closesAt', 'La clôture doit suivre l’ouverture.');
  if (questionsCloseAt && closesAt && questionsCloseAt > closesAt)
    form.fault('questionsCloseAt', 'Les questions doivent se clore avant les dépôts, ou en même temps.');
  return form.read(() => ({
    name: form.needed('name', 120, 'Donnez un nom à la vague.'),
    zone: safeZone,
    opensAt: opensAt ?? FAR,
    closesAt: closesAt ?? FAR,
    questionsCloseAt,
    envelopeCents: readEnvelope(form),
    outageRule: readOutage(form),
    isDemonstration: form.text('isDemonstration') === 'oui',
  }));
}

function readEnvelope(form: FormReader): number | null {
  const typed = form.text('envelope');
  if (typed === '') return null;
  const amount = parseCents(typed);
  if (amount === null || amount === 0) form.fault('envelope', 'Écrivez un montant en euros, par exemple 30 000 000.');
  return amount;
}

function readOutage(form: FormReader): WaveDraft['outageRule'] {
  if (form.text('outageMinutes') === '' && form.text('outageHours') === '') return null;
  return { minutes: form.whole('outageMinutes', 1, 10_080), hours: form.whole('outageHours', 1, 168) };
}

export interface ReasonForm {
  readonly reason: string;
  readonly versionRead: number;
}

export function parseReason(data: FormData): Parsed<ReasonForm> {
  const form = new FormReader(data);
  return form.read(() => ({
    reason: form.needed('reason', REASON_LENGTH, 'Dites pourquoi : le motif est publié et conservé.'),
    versionRead: form.whole('version', 1, 1_000_000),
  }));
}

export interface ExtendForm extends ReasonForm {
  readonly closesAt: Date;
  readonly questionsCloseAt: Date | null;
}

export function parseExtension(data: FormData, zone: string): Parsed<ExtendForm> {
  const form = new FormReader(data);
  const closesAt = form.instant('closesAt', zone);
  const questionsCloseAt = form.instant('questionsCloseAt', zone);
  if (closesAt === null) form.fault('closesAt', 'Indiquez la nouvelle clôture.');
  if (questionsCloseAt && closesAt && questionsCloseAt > closesAt)
    form.fault('questionsCloseAt', 'Les questions doivent se clore avant les dépôts, ou en même temps.');
  return form.read(() => ({
    closesAt: closesAt ?? FAR,
    questionsCloseAt,
    reason: form.needed('reason', REASON_LENGTH, 'Dites pourquoi : le motif est publié et conservé.'),
    versionRead: form.whole('version', 1, 1_000_000),
  }));
}
