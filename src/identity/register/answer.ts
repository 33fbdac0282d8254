import { z } from 'zod';
import type { Instant } from '../../kernel/instant.ts';
import { checkNda, checkRna, checkUai } from '../model/identifiers.ts';
import type { OrganisationFacts } from '../model.ts';
import { legalFormOf } from './legal-forms.ts';

export type RegisterAnswer =
  | { readonly kind: 'found'; readonly facts: OrganisationFacts }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreachable'; readonly why: 'busy' | 'slow' | 'refused' | 'garbled' | 'network' };

/** The fields of « Recherche d’entreprises » that we read (GET /search); the register adds others as it grows. */
const text = z.string().nullish();
const list = z.array(z.string()).nullish();
const establishment = z.object({
  siret: z.string(),
  adresse: text,
  code_postal: text,
  commune: text,
  libelle_commune: text,
  etat_administratif: text,
  date_fermeture: text,
  nom_commercial: text,
  liste_enseignes: list,
  liste_uai: list,
});
type Establishment = z.output<typeof establishment>;

const unit = z.object({
  nom_complet: text,
  nom_raison_sociale: text,
  nature_juridique: text,
  siege: establishment.nullish(),
  matching_etablissements: z.array(establishment).nullish(),
  complements: z
    .object({
      est_association: z.boolean().nullish(),
      est_qualiopi: z.boolean().nullish(),
      liste_id_organisme_formation: list,
      identifiant_association: text,
    })
    .nullish(),
});
type Unit = z.output<typeof unit>;
const answer = z.object({ results: z.array(unit).max(25) });

/** @param body the text of the answer, whatever it is */
export function readAnswer(body: string, siret: string, at: Instant): RegisterAnswer {
  const parsed = answer.safeParse(jsonOrNull(body));
  if (!parsed.success) return { kind: 'unreachable', why: 'garbled' };
  for (const candidate of parsed.data.results) {
    const places = [...(candidate.matching_etablissements ?? []), ...(candidate.siege ? [candidate.siege] : [])];
    const place = places.find((one) => one.siret === siret);
    if (place) return factsOf(candidate, place, at);
  }
  return { kind: 'absent' };
}

function factsOf(unit: Unit, place: Establishment, at: Instant): RegisterAnswer {
  const name = clean(unit.nom_raison_sociale) ?? clean(unit.nom_complet);
  if (name === null) return { kind: 'unreachable', why: 'garbled' };
  const isClosed = place.etat_administratif === 'F';
  const facts: OrganisationFacts = {
    siret: place.siret,
    name,
    tradeName: clean(place.nom_commercial) ?? clean(place.liste_enseignes?.[0]),
    legalForm: legalFormOf(unit.nature_juridique),
    address: clean(place.adresse),
    postcode: clean(place.code_postal),
    commune: clean(place.libelle_commune),
    department: departmentOf(place.commune ?? place.code_postal),
    uai: checkUai(place.liste_uai?.[0] ?? '').value,
    ...complementsOf(unit),
    isClosed,
    closedAt:
      isClosed && /^\d{4}-\d{2}-\d{2}$/.test(place.date_fermeture ?? '') ? (place.date_fermeture ?? null) : null,
    network: null,
    registerSource: 'national',
    fetchedAt: at,
  };
  return { kind: 'found', facts };
}

function complementsOf({ complements, nature_juridique }: Unit) {
  const activityNumbers = complements?.liste_id_organisme_formation ?? [];
  return {
    isAssociation: complements?.est_association ?? nature_juridique?.startsWith('92') ?? null,
    qualiopi: complements?.est_qualiopi ?? null,
    rna: checkRna(complements?.identifiant_association ?? '').value,
    // Several numbers for one legal unit: which is this establishment's is not said, so none is claimed.
    nda: activityNumbers.length === 1 ? checkNda(activityNumbers[0] ?? '').value : null,
  };
}

const clean = (value: string | null | undefined): string | null => value?.trim() || null;

/** `2A004` → `2A`, `97411` → `974`, `01000` → `01`. */
export function departmentOf(code: string | null | undefined): string | null {
  if (!code || !/^[0-9][0-9AB]\d{3}$/.test(code)) return null;
  return code.startsWith('97') || code.startsWith('98') ? code.slice(0, 3) : code.slice(0, 2);
}

function jsonOrNull(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
