import { count, formatBytes, StatusTag, Table } from '../../ui/index.ts';
import { ORIGINAL_LABELS, variantLabel } from '../messages.ts';
import type { Form } from '../model/plan.ts';
import type { Progress } from '../model/progress.ts';
import type { Variant } from '../model/variant.ts';
import { waitText } from '../model/weight.ts';

export interface FormsProps {
  readonly form: Form;
  /** Of the resource: what a picture is called where it is not seen. */
  readonly title: string;
  readonly original: { readonly sizeBytes: number; readonly href: string };
  readonly variants: readonly Variant[];
  /** The name of the one offered to this device; `null`: the original. */
  readonly offered: string | null;
  readonly progress: Progress | undefined;
  readonly hrefOf: (name: string) => string;
}

/** What a resource looks like before it is loaded, and each of its forms with its weight. Nothing heavy is loaded by this page. */
export function FormsView(props: FormsProps) {
  const { form, progress, variants } = props;
  const left = progress ? progress.total - progress.done : 0;
  return (
    <>
      <Shown {...props} />
      <h2>Choisir selon votre connexion</h2>
      {left > 0 ? (
        <p>{`Des formes plus légères sont en préparation : ${count(left, 'reste', 'restent')} à faire. Rouvrez cette page dans un instant.`}</p>
      ) : null}
      {variants.some(({ role }) => role === 'flat') ? <Flat {...props} /> : null}
      <Table
        caption="Chaque forme, son poids, et le temps qu’elle met à venir"
        captionHidden
        columns={[
          {
            label: 'Forme',
            header: true,
            cell: ({ label, offered }) => (
              <>
                {label} {offered ? <StatusTag tone="info">Proposée à votre appareil</StatusTag> : null}
              </>
            ),
          },
          { label: 'Poids', numeric: true, cell: ({ sizeBytes }) => formatBytes(sizeBytes) },
          { label: 'À 1,6 Mbit/s', numeric: true, cell: ({ sizeBytes }) => waitText(sizeBytes) },
          {
            label: 'Fichier',
            cell: ({ href, label }) => (
              <a href={href} download aria-label={`Télécharger : ${label}`}>
                Télécharger
              </a>
            ),
          },
        ]}
        rows={rowsOf(props)}
      />
      <p>{`À 1,6 Mbit/s : ce que reçoit un téléphone sur un réseau faible. ${WHY[form]}`}</p>
    </>
  );
}

const WHY: Readonly<Record<Form, string>> = {
  scene: 'Les scènes allégées montrent la même chose avec moins de triangles et des textures plus petites.',
  picture: 'La page choisit elle-même l’image de la largeur de votre écran.',
  panorama: 'Une largeur plus petite suffit à un petit écran.',
};

interface Row {
  readonly label: string;
  readonly sizeBytes: number;
  readonly href: string;
  readonly offered: boolean;
}

function rowsOf({ form, original, variants, offered, hrefOf }: FormsProps): Row[] {
  const light = variants
    .filter(({ role }) => role === 'light')
    .map(({ name, sizeBytes }) => ({
      ...{ label: variantLabel(name), sizeBytes, href: hrefOf(name), offered: name === offered },
    }))
    .sort((a, b) => a.sizeBytes - b.sizeBytes);
  return [...light, { label: ORIGINAL_LABELS[form], ...original, offered: offered === null }];
}

/** Pictures by the width of the screen; for others, their poster. */
function Shown({ form, title, variants, hrefOf }: FormsProps) {
  const poster = variants.find(({ role }) => role === 'poster');
  if (!poster) return null;
  const sources = form === 'picture' ? (['image/avif', 'image/webp'] as const) : [];
  return (
    <figure class="shown-form">
      <picture>
        {sources.map((mediaType) => {
          const all = variants.filter((one) => one.mediaType === mediaType);
          const set = all.map(({ name, width }) => `${hrefOf(name)} ${width}w`).join(', ');
          return set === '' ? null : <source type={mediaType} srcset={set} sizes="(max-width: 48rem) 92vw, 44rem" />;
        })}
        <img
          src={hrefOf(poster.name)}
          alt={form === 'picture' ? title : `Aperçu : ${title}`}
          width={poster.width ?? undefined}
          height={poster.height ?? undefined}
          decoding="async"
        />
      </picture>
    </figure>
  );
}

function Flat({ variants, hrefOf }: FormsProps) {
  const flat = variants.find(({ role }) => role === 'flat');
  if (!flat) return null;
  return (
    <p>
      Sans lecteur à 360° :{' '}
      <a href={hrefOf(flat.name)} download>{`${variantLabel(flat.name)} (${formatBytes(flat.sizeBytes)})`}</a>
    </p>
  );
}
