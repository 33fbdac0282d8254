import type { FieldErrors } from '../../kernel/decision.ts';
import { instant } from '../../kernel/instant.ts';
import {
  Actions,
  Button,
  ErrorSummary,
  FileField,
  Form,
  Notice,
  Page,
  PageHead,
  parisDateTime,
  parisDateTimeExact,
  Table,
  TextArea,
  type View,
} from '../../ui/index.ts';
import { RECEIPT_MAX } from '../form.ts';
import { CHECK_LABELS } from '../messages.ts';
import type { Receipt } from '../model/receipt.ts';

export interface Verdict {
  readonly receipt: Receipt;
  /** The key that signed is one that this platform published. */
  readonly knownKey: boolean;
  readonly checks: readonly { readonly name: keyof typeof CHECK_LABELS; readonly holds: boolean }[];
  /** The same receipt stands in our chain. */
  readonly inChain: boolean;
}

interface VerifyPageProps {
  readonly view: View;
  readonly errors?: FieldErrors;
  readonly typed?: string;
  readonly verdict?: Verdict;
  /** Found by the hash in the address, as the QR code of the printed receipt gives it. */
  readonly recognised?: { readonly number: string; readonly arrivedAt: string; readonly seq: number } | null;
}

export function VerifyPage({ view, errors = {}, typed = '', verdict, recognised }: VerifyPageProps) {
  return (
    <Page view={view} title="Vérifier un accusé de réception" invalid={Object.keys(errors).length > 0}>
      <PageHead
        title="Vérifier un accusé de réception"
        lead="Sans compte : rien de ce que vous donnez ici n’est conservé."
      />
      <ErrorSummary errors={errors} />
      {verdict ? <VerdictPart verdict={verdict} /> : null}
      {recognised === undefined ? null : <Recognised found={recognised} />}
      <Form action="/verifier-un-recepisse" multipart>
        <FileField
          label="Fichier recepisse.json"
          name="fichier"
          hint="Celui que vous avez téléchargé après le dépôt, ou reçu du déposant."
          error={errors.fichier}
          accept={['.json']}
          maxBytes={RECEIPT_MAX}
        />
        <TextArea label="Ou collez son contenu" name="texte" value={typed} />
        <Actions>
          <Button>Vérifier</Button>
        </Actions>
      </Form>
      <h2>Vérifier sans nous faire confiance</h2>
      <p>
        Le programme <a href="/verifier-un-recepisse/verify-receipt.mjs">verify-receipt.mjs</a> fait la même
        vérification sur votre ordinateur, sans réseau, et compare chaque pièce de l’archive. Prenez aussi la{' '}
        <a href="/cles">clé publique</a> de la plateforme.
      </p>
      <pre tabindex={0}>
        <code>node verify-receipt.mjs recepisse.json dossier.zip --key cle.pem</code>
      </pre>
    </Page>
  );
}

function VerdictPart({ verdict }: { readonly verdict: Verdict }) {
  const { receipt, knownKey, checks, inChain } = verdict;
  const holds = knownKey && inChain && checks.every((check) => check.holds);
  const lines = [
    { label: 'Clé publiée par cette plateforme', holds: knownKey },
    ...checks.map((check) => ({ label: CHECK_LABELS[check.name], holds: check.holds })),
    { label: 'Inscrit dans la chaîne de la vague', holds: inChain },
  ];
  const title = holds ? 'Cet accusé de réception est authentique' : 'Cet accusé de réception n’est pas authentique';
  return (
    <Notice tone={holds ? 'success' : 'danger'} title={title} live>
      {holds ? (
        <p>{`${receipt.body.number} : dossier « ${receipt.body.application.title} », reçu le ${parisDateTimeExact(instant(receipt.body.arrivedAt))}.`}</p>
      ) : (
        <p>Le fichier a été modifié, ou il ne vient pas de cette plateforme. Ne vous y fiez pas.</p>
      )}
      <ul>
        {lines.map((line) => (
          <li>{`${line.label} : ${line.holds ? 'oui' : 'non'}`}</li>
        ))}
      </ul>
    </Notice>
  );
}

function Recognised({ found }: { readonly found: NonNullable<VerifyPageProps['recognised']> | null }) {
  if (found === null) {
    return (
      <Notice tone="danger" title="Nous ne connaissons pas cet accusé de réception" live>
        <p>L’adresse lue ne correspond à aucun dépôt reçu ici.</p>
      </Notice>
    );
  }
  return (
    <Notice tone="success" title="Cet accusé de réception existe" live>
      <p>{`${found.number}, reçu le ${parisDateTimeExact(instant(found.arrivedAt))}, place ${found.seq} dans la chaîne de sa vague. Pour vérifier chaque pièce, donnez le fichier recepisse.json.`}</p>
    </Notice>
  );
}

interface KeysPageProps {
  readonly view: View;
  readonly keys: readonly {
    readonly id: string;
    readonly public_key: string;
    readonly valid_from: Date;
    readonly valid_until: Date | null;
  }[];
}

export function KeysPage({ view, keys }: KeysPageProps) {
  return (
    <Page view={view} title="Clés publiques">
      <PageHead
        title="Clés publiques"
        lead="Elles vérifient la signature Ed25519 des accusés de réception. Une clé remplacée vérifie toujours ce qu’elle a signé."
      />
      <Table
        caption="Clés de signature"
        columns={[
          { label: 'Numéro', cell: (key) => <code class="hash">{key.id}</code>, header: true },
          { label: 'En service depuis', cell: (key) => parisDateTime(key.valid_from) },
          { label: 'Jusqu’à', cell: (key) => (key.valid_until ? parisDateTime(key.valid_until) : 'en service') },
          {
            label: 'Fichier',
            cell: (key) => <a href={`/cles/${key.id}`}>Télécharger la clé {key.id.slice(0, 8)} (PEM)</a>,
          },
        ]}
        rows={keys}
        empty="Aucune clé : la première est créée avec le premier dépôt."
      />
      <p>
        <a href="/cles.json">Les mêmes clés en JSON</a>
      </p>
    </Page>
  );
}

interface ChainPageProps {
  readonly view: View;
  readonly callTitle: string;
  readonly slug: string;
  readonly wave: number;
  readonly links: readonly { readonly seq: number; readonly contentSha256: string; readonly hash: string }[];
  readonly total: number;
}

export function ChainPage({ view, callTitle, slug, wave, links, total }: ChainPageProps) {
  const title = `Chaîne des dépôts, vague ${wave}`;
  return (
    <Page view={view} title={title} layout="wide" breadcrumbs={[{ href: `/appels/${slug}`, label: callTitle }]}>
      <PageHead
        title={title}
        lead="Chaque dépôt y laisse un maillon, sans nom : personne ne peut en retirer ou en ajouter un après coup."
      />
      <p>
        Un maillon est l’empreinte SHA-256 du maillon précédent suivi de l’empreinte de l’accusé de réception ; le
        premier suit 32 octets nuls. La place prouve l’inscription, jamais l’ordre d’arrivée.{' '}
        <a href={`/appels/${slug}/vagues/${wave}/chaine.json`}>La chaîne entière en JSON</a>
      </p>
      <Table
        caption={total > links.length ? `Les ${links.length} derniers maillons sur ${total}` : `${total} maillons`}
        columns={[
          { label: 'Place', cell: (link) => String(link.seq), header: true, numeric: true },
          { label: 'Accusé de réception', cell: (link) => <code class="hash">{link.contentSha256}</code> },
          { label: 'Maillon', cell: (link) => <code class="hash">{link.hash}</code> },
        ]}
        rows={links}
        empty="Aucun dépôt pour le moment."
      />
    </Page>
  );
}
