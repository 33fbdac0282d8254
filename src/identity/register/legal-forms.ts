/** Legal categories met among training organisations (INSEE nomenclature, level III); others keep their code. */
const FORMS: Readonly<Record<string, string>> = {
  '1000': 'Entrepreneur individuel',
  '5499': 'Société à responsabilité limitée (SARL)',
  '5498': 'SARL unipersonnelle',
  '5505': 'Société anonyme à participation ouvrière',
  '5599': 'Société anonyme (SA) à conseil d’administration',
  '5710': 'Société par actions simplifiée (SAS)',
  '5720': 'Société par actions simplifiée à associé unique',
  '6598': 'Exploitation agricole à responsabilité limitée',
  '7112': 'Autorité administrative indépendante',
  '7120': 'Service central d’un ministère',
  '7210': 'Commune',
  '7220': 'Département',
  '7230': 'Région',
  '7331': 'Établissement public local d’enseignement',
  '7344': 'Métropole',
  '7381': 'Organisme consulaire',
  '7383': 'Établissement public national à caractère scientifique, culturel et professionnel',
  '7389': 'Établissement public national à caractère administratif',
  '8410': 'Syndicat de salariés',
  '9110': 'Syndicat patronal',
  '9210': 'Association non déclarée',
  '9220': 'Association déclarée',
  '9221': 'Association déclarée d’insertion par l’économique',
  '9222': 'Association intermédiaire',
  '9230': 'Association déclarée reconnue d’utilité publique',
  '9260': 'Association de droit local (Bas-Rhin, Haut-Rhin, Moselle)',
  '9300': 'Fondation',
};

export const legalFormOf = (code: string | null | undefined): string | null =>
  code ? (FORMS[code] ?? `Catégorie juridique ${code}`) : null;
