import { checkSiret } from '../../identity/index.ts';
import type { Parsed } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import { isDay } from '../../kernel/instant.ts';
import { centsIn, parsed, textIn } from '../form.ts';
import type { TranchePlan } from '../model/schedule.ts';
import { type Evidence, type Terms, TRANCHE_KINDS } from '../model/terms.ts';

export interface TermsForm {
  readonly baseCents: number;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly shares: ReadonlyMap<string, number>;
  /** Partner, or `nouveau`. */
  readonly lead: string;
  /** Establishment that joins, found by its number. */
  readonly joining: { readonly siret: string; readonly shareCents: number } | null;
  readonly tranches: readonly TranchePlan[];
  readonly reason: string;
}

export const MAX_TRANCHES = 20;
const MAX_EVIDENCE = 20;
const LABEL_LENGTH = 200;
const REASON_LENGTH = 2000;

type Errors = Record<string, string>;

function dayIn(data: FormData, name: string, errors: Errors): string {
  const day = textIn(data, name);
  if (!isDay(day)) errors[name] = 'Indiquez un jour qui existe.';
  return day;
}

function amountIn(data: FormData, name: string, errors: Errors): number {
  const amount = centsIn(data, name);
  if (amount === null) errors[name] = 'Indiquez un montant en euros, comme 12 500 ou 12 500,50.';
  return amount ?? 0;
}

/** The page holds a row for each partner and tranche of the former terms, and one empty row of each to add. */
export function parseTerms(data: FormData, former: Terms): Parsed<TermsForm> {
  const errors: Errors = {};
  const baseCents = amountIn(data, 'assiette', errors);
  const startsOn = dayIn(data, 'debut', errors);
  const endsOn = dayIn(data, 'fin', errors);
  const shares = new Map(
    former.partners.map(({ partnerId }) => [partnerId, amountIn(data, `part-${partnerId}`, errors)]),
  );
  const reason = textIn(data, 'motif');
  if (reason.length > REASON_LENGTH) errors.motif = `Ce texte dépasse ${REASON_LENGTH} caractères.`;
  return parsed(errors, {
    baseCents,
    startsOn,
    endsOn,
    shares,
    lead: textIn(data, 'chef'),
    joining: joiningIn(data, errors),
    tranches: tranchesIn(data, former, errors),
    reason,
  });
}

function joiningIn(data: FormData, errors: Errors): TermsForm['joining'] {
  const typed = textIn(data, 'nouveau-siret');
  if (typed === '') return null;
  const checked = checkSiret(typed);
  if (checked.fault) errors['nouveau-siret'] = 'Ce numéro n’est pas un SIRET : vérifiez ses 14 chiffres.';
  return { siret: checked.fault ? typed : checked.value, shareCents: amountIn(data, 'nouvelle-part', errors) };
}

/** A row without a name is left out; one shown as fixed stays as it was. */
function tranchesIn(data: FormData, former: Terms, errors: Errors): TranchePlan[] {
  const plans: TranchePlan[] = [];
  for (let index = 0; index < MAX_TRANCHES; index += 1) {
    const at = `t${index}`;
    const fixed = data.get(`${at}-fixe`) === 'oui' && former.tranches.find(({ id }) => id === textIn(data, `${at}-id`));
    if (fixed) {
      plans.push({ ...fixed, settled: true });
      continue;
    }
    const label = textIn(data, `${at}-nom`);
    if (label === '') continue;
    if (label.length > LABEL_LENGTH) errors[`${at}-nom`] = `Nommez la tranche en ${LABEL_LENGTH} caractères au plus.`;
    plans.push({ ...trancheIn(data, at, errors), label });
  }
  return plans;
}

function trancheIn(data: FormData, at: string, errors: Errors): Omit<TranchePlan, 'label'> {
  const percent = Number(textIn(data, `${at}-pourcent`) || '0');
  if (!Number.isInteger(percent) || percent < 0 || percent > 100)
    errors[`${at}-pourcent`] = 'Indiquez un pourcentage entier.';
  return {
    id: textIn(data, `${at}-id`) || newId(),
    kind: TRANCHE_KINDS.find((kind) => kind === textIn(data, `${at}-nature`)) ?? 'intermediate',
    dueOn: dayIn(data, `${at}-echeance`, errors),
    percent,
    settled: data.get(`${at}-reglee`) === 'oui',
    evidence: evidenceIn(textIn(data, `${at}-pieces`)),
  };
}

/** One a line; « (facultatif) » at its end says it may be missing. */
function evidenceIn(text: string): Evidence[] {
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/^[-•*]\s*/, '')
        .trim()
        .slice(0, LABEL_LENGTH),
    )
    .filter((line) => line !== '')
    .slice(0, MAX_EVIDENCE)
    .map((line, index) => {
      const label = line.replace(/\s*\(facultati(?:f|ve)\)\s*$/i, '');
      return { key: `e${index + 1}`, label, required: label === line };
    });
}
