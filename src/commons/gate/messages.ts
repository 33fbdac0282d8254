import type { Refusal, Remark, Rule } from '../model/verdict.ts';

type Sentence = (refusal: Refusal) => string;

const figure = (value: number | undefined) => (value ?? 0).toLocaleString('fr-FR');
const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const weight = (bytes: number | undefined) => {
  const value = bytes ?? 0;
  const [unit, name] = value >= GIB ? [GIB, 'Go'] : [MIB, 'Mo'];
  return `${(value / unit).toLocaleString('fr-FR', { maximumFractionDigits: 1 })} ${name}`;
};

const REMAKE = 'Exportez de nouveau le paquet depuis l’outil qui l’a créé, puis déposez-le.';

/** What is wrong, and what to do; the name of the file stands before. */
const SENTENCES: Readonly<Record<Rule, Sentence>> = {
  empty: () => 'ce fichier est vide (0 octet). Vérifiez qu’il s’ouvre sur votre ordinateur.',
  'kind-unknown': ({ found }) =>
    found === 'index.html'
      ? 'cette page web n’ouvre aucune scène immersive : un dossier web doit contenir une scène A-Frame ou WebXR, ou un manifeste SCORM, cmi5 ou xAPI.'
      : 'son contenu n’est d’aucun type reçu ici. Sont reçus : SCORM, cmi5, xAPI, H5P, glTF, dossier WebXR, image, panorama, vidéo, son, PDF, document bureautique, application Android.',
  'zip-damaged': () => `cette archive est abîmée ou incomplète. ${REMAKE}`,
  'zip-count': ({ measured, limit }) =>
    `le paquet contient ${figure(measured)} fichiers ; la limite est de ${figure(limit)}. Regroupez ou retirez ceux qui ne servent pas.`,
  'zip-total': ({ measured, limit }) =>
    `une fois décompressé, le paquet pèserait ${weight(measured)} ; la limite est de ${weight(limit)}.`,
  'zip-total-ratio': ({ measured, limit }) =>
    `le paquet grossirait ${figure(measured)} fois en s’ouvrant ; la limite est de ${figure(limit)} fois. C’est la forme d’une archive piégée.`,
  'zip-ratio': ({ measured, limit }) =>
    `ce fichier grossirait ${figure(measured)} fois en s’ouvrant ; la limite est de ${figure(limit)} fois. C’est la forme d’une archive piégée.`,
  'zip-encrypted': () =>
    'ce fichier est protégé par un mot de passe : personne ne pourrait l’ouvrir. Refaites le paquet sans mot de passe.',
  'zip-method': () =>
    'ce fichier est compressé par une méthode que les lecteurs de formation ne connaissent pas. Refaites le paquet en ZIP ordinaire.',
  'zip-link': () =>
    'ce n’est pas un fichier mais un lien, qui mènerait ailleurs que dans le paquet. Remplacez-le par le fichier lui-même.',
  'zip-overlap': ({ found }) =>
    `ses octets sont aussi ceux d’un autre fichier${found ? ` (« ${found} »)` : ''} : deux lecteurs n’y verraient pas la même chose. ${REMAKE}`,
  'zip-headers-differ': () =>
    `l’archive le décrit de deux façons qui se contredisent : deux lecteurs n’y verraient pas la même chose. ${REMAKE}`,
  'zip-content-differs': () =>
    `son contenu n’est pas celui que l’archive annonce (taille ou somme de contrôle). ${REMAKE}`,
  'zip-nested': ({ limit, found }) =>
    found
      ? 'cette archive compressée ne peut pas être examinée. Mettez ses fichiers directement dans le paquet.'
      : limit
        ? `cette archive dans le paquet dépasse ${weight(limit)} : elle n’est pas examinée. Mettez ses fichiers directement dans le paquet.`
        : 'cette archive est à trois étages du paquet : elle n’est pas examinée. Mettez ses fichiers directement dans le paquet.',
  'name-parent': () =>
    'ce nom sortirait du dossier du paquet, ou n’en est pas un (« .. », « . », « // »). Renommez ce fichier.',
  'name-absolute': () =>
    'ce nom désigne un endroit précis d’un ordinateur au lieu d’un fichier du paquet. Renommez-le.',
  'name-backslash': () =>
    'ce nom contient une barre inversée (\\), que chaque système lit à sa façon. Refaites le paquet avec un outil récent.',
  'name-control': () => 'ce nom est vide ou contient des caractères invisibles. Renommez ce fichier.',
  'name-encoding': () =>
    'ce nom n’est pas écrit comme l’archive l’annonce (UTF-8). Renommez ce fichier sans accent, ou refaites le paquet.',
  'name-long': ({ measured, limit }) =>
    `une partie de ce nom compte ${figure(measured)} octets ; la limite est de ${figure(limit)}. Raccourcissez-la.`,
  'name-deep': ({ measured, limit }) =>
    `ce fichier est rangé ${figure(measured)} dossiers plus bas ; la limite est de ${figure(limit)}.`,
  'name-twins': ({ found }) =>
    `ce nom et « ${found ?? ''} » n’en font qu’un sur certains ordinateurs : l’un cacherait l’autre. Renommez l’un des deux.`,
  'xml-dtd': () =>
    'ce fichier XML contient une déclaration DOCTYPE, refusée parce qu’elle peut piéger ou espionner qui le lit. Retirez-la : aucune norme de formation ne la demande.',
  'xml-depth': ({ limit }) => `les balises de ce fichier XML sont emboîtées à plus de ${figure(limit)} niveaux.`,
  'xml-nodes': ({ limit }) => `ce fichier XML compte plus de ${figure(limit)} balises.`,
  'xml-large': ({ limit }) => `ce fichier XML est trop lourd${limit ? ` : la limite est de ${weight(limit)}` : ''}.`,
  'xml-malformed': ({ found }) => `ce fichier XML est mal formé (${found ?? ''}). ${REMAKE}`,
  'json-depth': ({ limit }) => `ce fichier JSON est emboîté à plus de ${figure(limit)} niveaux.`,
  'json-large': ({ limit }) => `ce fichier JSON est trop lourd${limit ? ` : la limite est de ${weight(limit)}` : ''}.`,
  'json-malformed': () => `ce fichier JSON est mal formé. ${REMAKE}`,
  'image-pixels': ({ found, limit }) =>
    `cette image annonce ${found ?? ''} pixels : l’ouvrir remplirait la mémoire d’un ordinateur. La limite est de ${figure(limit)} pixels.`,
  'image-damaged': () => 'cette image est abîmée : sa taille ne peut pas être lue. Enregistrez-la de nouveau.',
  'gltf-damaged': ({ found }) =>
    `cette scène 3D ne peut pas être lue : ${found ?? ''}. Exportez-la de nouveau en glTF 2.0.`,
  'gltf-nodes': ({ measured, limit }) =>
    `cette scène compte ${figure(measured)} nœuds ; la limite est de ${figure(limit)}. Fusionnez des objets avant d’exporter.`,
  'gltf-depth': ({ measured, limit }) =>
    `les nœuds de cette scène sont emboîtés à ${figure(measured)} niveaux ; la limite est de ${figure(limit)}.`,
  'gltf-cycle': ({ found }) =>
    `des nœuds de cette scène tournent en rond ou ont deux parents${found ? ` (${found})` : ''}. Exportez-la de nouveau.`,
  'gltf-bounds': ({ found }) =>
    `cette scène désigne des données qui n’y sont pas (${found ?? ''}). Exportez-la de nouveau.`,
  'reference-broken': ({ found }) =>
    `il renvoie à « ${found ?? ''} », qui n’est pas dans le paquet. Ajoutez ce fichier, ou corrigez le renvoi.`,
  'reference-outside': ({ found }) =>
    `il renvoie hors du paquet (« ${found ?? ''} »). Mettez ce fichier dans le paquet.`,
  'manifest-invalid': ({ found }) => `ce manifeste ne respecte pas sa norme : ${found ?? ''}.`,
  'office-macros': ({ found }) => `ce document contient un programme (« ${found ?? ''} »). Enregistrez-le sans macros.`,
  'office-old': () =>
    'ce document est dans un ancien format, où rien ne dit s’il contient un programme. Enregistrez-le en DOCX, XLSX, PPTX, ODT ou PDF.',
  'pdf-damaged': () => 'ce PDF est incomplet. Enregistrez-le de nouveau.',
  'gate-time': ({ limit }) => `son examen a duré plus de ${figure((limit ?? 0) / 60_000)} min et a été arrêté.`,
  'gate-memory': () => 'son examen demandait plus de mémoire que permis et a été arrêté.',
  'gate-failed': () =>
    'son examen s’est arrêté sans réponse : ce fichier n’est pas reçu. Si vous le croyez sain, signalez-le-nous.',
};

/** One sentence or two: the file, the rule, what to do. */
export const refusalText = (refusal: Refusal): string => `« ${refusal.file} » : ${SENTENCES[refusal.rule](refusal)}`;

const REMARKS: Readonly<Record<Remark['code'], (remark: Remark) => string>> = {
  'root-moved': ({ file }) =>
    `Le manifeste était rangé un dossier plus bas (« ${file} ») : nous l’ouvrirons depuis ce dossier. Rien d’autre n’a changé.`,
  'name-normalised': ({ file }) =>
    `Le nom « ${file} » était écrit avec des accents décomposés : nous le lisons sous sa forme ordinaire.`,
  'file-missing': ({ found }) =>
    `Le manifeste cite « ${found ?? ''} », qui n’est pas dans le paquet. Vérifiez qu’il ne manque à personne.`,
  'panorama-by-shape': () =>
    'Cette image est deux fois plus large que haute : nous la prenons pour un panorama à 360°. Rien dans le fichier ne le dit.',
  'external-address': ({ found }) =>
    `Une partie s’ouvre ailleurs que dans le paquet (« ${found ?? ''} ») : elle ne marchera pas hors ligne, ni si ce site ferme.`,
  'not-run': () => 'Cette application est décrite, jamais exécutée ici : son code n’a pas été examiné.',
};

export const remarkText = (remark: Remark): string => REMARKS[remark.code](remark);
