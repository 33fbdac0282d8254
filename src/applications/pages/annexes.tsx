import type { Field, FileAnswer } from '../../calls/index.ts';
import { Button, FileField, FileList, Form, Hidden } from '../../ui/index.ts';
import type { Dossier } from '../model/dossier.ts';

export interface AnnexProps {
  readonly field: Extract<Field, { kind: 'files' }>;
  readonly dossier: Dossier;
  readonly open: boolean;
  readonly error: string | undefined;
}

/** Files already joined, each with its removal, and a field to join more, outside of the section's own form. */
export function AnnexField({ field, dossier, open, error }: AnnexProps) {
  const files = (dossier.answers[field.key] ?? []) as readonly FileAnswer[];
  const action = `/dossiers/${dossier.application.id}/annexes/${field.key}`;
  const list = `annexes-${field.key}`;
  const items = files.map((file) => ({
    name: file.name,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    href: `${action}/${file.sha256}`,
    status: 'Reçu',
    tone: 'success' as const,
    ...(open ? { action: <Remove action={action} file={file} /> } : {}),
  }));
  if (!open) {
    return (
      <section>
        <h2>{field.label}</h2>
        <FileList files={items} />
      </section>
    );
  }
  return (
    <section>
      <Form action={action} multipart>
        <FileField
          name={field.key}
          label={field.label}
          hint={field.hint}
          error={error}
          optional={!field.required}
          accept={field.accept}
          maxBytes={field.maxBytes}
          multiple={field.maxFiles > 1}
          upload={{ endpoint: '/televersements', attach: { url: action }, list }}
        />
        <Button kind="secondary">Joindre</Button>
      </Form>
      <FileList files={items} id={list} />
    </section>
  );
}

const Remove = ({ action, file }: { readonly action: string; readonly file: FileAnswer }) => (
  <Form action={`${action}/retirer`} class="inline">
    <Hidden name="sha256" value={file.sha256} />
    <Button kind="quiet">
      Retirer<span class="sr-only">{` ${file.name}`}</span>
    </Button>
  </Form>
);
