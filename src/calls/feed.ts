import type { Amendment } from './model/amendment.ts';
import type { Call } from './model/call.ts';
import type { Question } from './model/question.ts';
import type { Wave } from './model/wave.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// A control character is no XML, even escaped.
const xml = (text: string) =>
  [...text]
    .filter((char) => char >= ' ' || char === '\n' || char === '\t')
    .map((char) => ESCAPES[char] ?? char)
    .join('');

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly href: string;
  readonly at: Date;
}

const entryOf = ({ id, title, text, href, at }: Entry) =>
  `<entry><id>urn:uuid:${id}</id><title>${xml(title)}</title><updated>${at.toISOString()}</updated><link href="${xml(href)}"/><content type="text">${xml(text)}</content></entry>`;

/** Amendments and answers of a call, newest first. Source: RFC 4287. */
export function atomFeed(
  origin: string,
  call: Call,
  amendments: readonly Amendment[],
  answers: readonly Question[],
): string {
  const page = `${origin}/appels/${call.slug}`;
  const entries = [
    ...amendments.map((one) => ({ ...one, text: one.reason, href: `${page}#modification-${one.number}` })),
    ...answers.map((one) => ({
      id: one.id,
      title: `Question : ${one.publishedText ?? ''}`,
      text: one.answer ?? '',
      href: `${page}/questions#question-${one.id}`,
      at: one.decidedAt ?? one.askedAt,
    })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime());
  const updated = entries[0]?.at.toISOString() ?? '1970-01-01T00:00:00.000Z';
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><id>urn:uuid:${call.id}</id><title>${xml(call.title)}</title><author><name>${xml(call.content.contact.service)}</name></author><updated>${updated}</updated><link rel="self" href="${xml(page)}/fil.atom"/><link href="${xml(page)}"/>${entries.map(entryOf).join('')}</feed>`;
}

/** A wave in the national schema of aid schemes. Source: `etalab/schema-dispositif-aide` v0.2.0. */
export function aidScheme(origin: string, call: Call, wave: Wave, eligibility: readonly string[], updatedAt: Date) {
  const { content } = call;
  return {
    id: wave.id,
    titre: `${call.title} – ${wave.name}${wave.isDemonstration ? ' (démonstration)' : ''}`,
    promesse: content.promise.slice(0, 180),
    description: content.description.slice(0, 5000),
    eligibilite: [content.audience, ...eligibility].join('\n'),
    types_aides: 'subvention',
    porteurs: JSON.stringify(content.actors.map(({ role, name }) => ({ nom: name, roles: [role] }))),
    programmes_parents: 'Plan de transformation et de digitalisation de la formation|France Relance|France 2030',
    url_source: `${origin}/appels/${call.slug}`,
    cibles: 'professionnels|associations|secteur public',
    eligibilite_geographique: content.scope,
    date_ouverture: wave.opensAt.toISOString(),
    date_cloture: wave.closesAt.toISOString(),
    date_mise_a_jour: updatedAt.toISOString(),
  };
}
