import { lookUpOrganisation, type Organisation, organisationMessage } from '../../identity/index.ts';
import type { Parsed } from '../../kernel/decision.ts';
import { newId } from '../../kernel/ids.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { parseTerms, type TermsForm } from '../form/terms.ts';
import type { TermsEdit } from '../model/edit.ts';
import type { Terms, TermsPartner } from '../model/terms.ts';

export interface ReadTerms {
  readonly edit: TermsEdit;
  readonly reason: string;
}

/** What the form says, with the establishment that joins found in the register. */
export async function readTerms(kernel: Kernel, data: FormData, former: Terms): Promise<Parsed<ReadTerms>> {
  const form = parseTerms(data, former);
  if (!form.ok) return form;
  const { joining, reason } = form.value;
  if (joining === null) return { ok: true, value: { edit: editOf(former, form.value, null), reason } };
  const found = await lookUpOrganisation(kernel, joining.siret);
  if (found.refusal !== null)
    return { ok: false, errors: { 'nouveau-siret': organisationMessage(found.refusal).text } };
  return { ok: true, value: { edit: editOf(former, form.value, found.changes), reason } };
}

function editOf(former: Terms, form: TermsForm, joining: Organisation | null): TermsEdit {
  const staying: TermsPartner[] = former.partners.map((one) => ({
    ...one,
    shareCents: form.shares.get(one.partnerId) ?? one.shareCents,
    isLead: form.lead === '' ? one.isLead : form.lead === one.partnerId,
  }));
  const partners = joining ? [...staying, newcomer(joining, form)] : staying;
  const { baseCents, startsOn, endsOn, tranches } = form;
  return { baseCents, startsOn, endsOn, partners, tranches };
}

const newcomer = ({ id, siret, name }: Organisation, form: TermsForm): TermsPartner => ({
  partnerId: newId(),
  organisationId: id,
  siret,
  name,
  isLead: form.lead === 'nouveau',
  shareCents: form.joining?.shareCents ?? 0,
});
