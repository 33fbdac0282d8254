import {
  type Answered,
  Button,
  Checkboxes,
  Fieldset,
  Form,
  Hidden,
  NumberField,
  Select,
  TextArea,
  TextField,
  type View,
} from '../../ui/index.ts';
import type { Step } from '../../variants/index.ts';
import { outputValue, readValue } from '../form.ts';
import { EQUIPMENT_LABELS, LANGUAGE_LABELS, licenceLabel, MODALITY_LABELS } from '../messages.ts';
import { EQUIPMENT, LANGUAGES, LEVELS, LICENCES, MODALITIES, needsSafety } from '../model/description.ts';
import type { OfferedOutput, Resource, Version } from '../model/resource.ts';
import type { Report } from '../model/verdict.ts';
import { workPath } from './parts.tsx';

export interface WorkProps extends Answered {
  readonly view: View;
  readonly authority: string;
  readonly resource: Resource;
  readonly outputs: readonly OfferedOutput[];
  /** Steps of its lighter forms; `null`: its kind has none. */
  readonly light: readonly Step[] | null;
  /** Several values of one name, where the form sent some. */
  readonly sent?: FormData | undefined;
}

type Values = Readonly<Record<string, string | readonly string[]>>;

const minutesOf = (duration: string | null): string => {
  const match = /^P(?:T(?:(\d+)H)?(?:(\d+)M)?)/.exec(duration ?? '');
  const minutes = Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
  return minutes > 0 ? String(minutes) : '';
};

/** What the file says of itself, until its author says better. */
function proposed({ found }: Report): Values {
  return {
    title: found.title ?? '',
    summary: found.summary ?? '',
    keywords: found.keywords.join(', '),
    authors: found.authors.join('\n'),
    durationMinutes: minutesOf(found.duration),
    languages: found.languages.map((one) => one.slice(0, 2).toLowerCase()),
  };
}

/** What was just sent, else what was saved, else what the file says. */
function valuesOf({ open, sent }: Pick<WorkProps, 'sent'> & { readonly open: Version }, report: Report): Values {
  if (sent) return Object.fromEntries([...new Set(sent.keys())].map((name) => [name, sent.getAll(name).map(String)]));
  const saved = open.description;
  if (!saved) return proposed(report);
  const lists = { keywords: saved.keywords.join(', '), authors: saved.authors.join('\n') };
  const codes = {
    formacodes: saved.formacodes.join(', '),
    romes: saved.romes.join(', '),
    certifications: saved.certifications.join(', '),
  };
  const figures = {
    level: saved.level === null ? '' : String(saved.level),
    durationMinutes: String(saved.durationMinutes),
  };
  const output = open.agreementId ? outputValue({ agreementId: open.agreementId, trancheId: open.trancheId }) : '';
  return { ...saved, ...lists, ...codes, ...figures, changes: open.changes, output };
}

export function DescriptionForm(props: WorkProps & { readonly open: Version; readonly report: Report }) {
  const { resource, open, outputs, report, errors = {} } = props;
  const values = valuesOf(props, report);
  const one = (name: string) => {
    const value = values[name];
    return { name, error: errors[name], value: typeof value === 'string' ? value : value?.[0] };
  };
  // Sent back for a fault of the form, it still says what was read first.
  const read = props.refusal ? readValue(open) : (one('version').value ?? readValue(open));
  const many = (name: string) => {
    const value = values[name];
    return { name, error: errors[name], values: typeof value === 'string' ? [value] : value };
  };
  return (
    <>
      <h2>La décrire</h2>
      {open.description ? null : <p>Ce que le fichier dit de lui-même est déjà rempli : vérifiez-le.</p>}
      <Form action={`${workPath(resource.id)}/description`}>
        <Hidden name="version" value={read} />
        <Fieldset legend="Ce que c’est">
          <TextField {...one('title')} label="Titre" maxLength={200} />
          <TextArea {...one('summary')} label="Résumé" hint="Ce que l’on y apprend, et à qui cela sert." limit={4000} />
          <TextField
            {...one('sector')}
            label="Secteur"
            hint="Bâtiment, soin, industrie… ou « Tous secteurs »."
            maxLength={120}
          />
          <TextField {...one('keywords')} label="Mots-clés" hint="Séparés par des virgules." optional />
          <TextField
            {...one('formacodes')}
            label="Formacode"
            hint="Cinq chiffres, séparés par des virgules."
            optional
          />
          <TextField {...one('romes')} label="Métiers (ROME)" hint="Comme F1703." optional />
          <TextField
            {...one('certifications')}
            label="Certifications (RNCP, RS)"
            hint="Comme RNCP35503, RS5616."
            optional
          />
          <Select
            {...one('level')}
            label="Niveau"
            empty="Tous niveaux"
            options={LEVELS.map((level) => ({ value: String(level), label: `Niveau ${level}` }))}
          />
        </Fieldset>
        <UseFields one={one} many={many} worn={needsSafety(report.kind, [])} />
        <Fieldset legend="Droits et entretien">
          <TextArea
            {...one('authors')}
            label="Auteurs"
            hint="Un par ligne : personnes ou organismes qui acceptent d’être nommés."
            rows={3}
          />
          <Select
            {...one('licence')}
            label="Licence"
            options={LICENCES.map((id) => ({ value: id, label: licenceLabel(id) }))}
          />
          <TextField {...one('maintainer')} label="Qui l’entretient" maxLength={120} />
          <TextField
            {...one('maintainerEmail')}
            label="Adresse pour signaler un problème"
            hint="Publiée avec la ressource : préférez une adresse de service."
            type="email"
          />
          {outputs.length === 0 ? null : (
            <Select
              {...one('output')}
              label="Convention qui l’a financée"
              hint="Un jalon « livrable » est reçu quand sa ressource est publiée ici."
              empty="Aucune"
              options={outputs.map((output) => ({ value: outputValue(output), label: output.label }))}
            />
          )}
          {open.number > 1 ? (
            <TextArea {...one('changes')} label="Ce qui a changé depuis la version précédente" rows={3} limit={2000} />
          ) : null}
        </Fieldset>
        <Button kind="secondary">Enregistrer la description</Button>
      </Form>
    </>
  );
}

interface UseProps {
  readonly one: (name: string) => { name: string; error: string | undefined; value: string | undefined };
  readonly many: (name: string) => { name: string; error: string | undefined; values: readonly string[] | undefined };
  /** Immersive by its kind: words of caution are then required. */
  readonly worn: boolean;
}

const options = (list: readonly string[], labels: Readonly<Record<string, string>>) =>
  list.map((value) => ({ value, label: labels[value] ?? value }));

const UseFields = ({ one, many, worn }: UseProps) => (
  <Fieldset legend="S’en servir">
    <NumberField {...one('durationMinutes')} label="Durée habituelle" unit="minutes" />
    <Checkboxes {...many('modalities')} label="Modalités" options={options(MODALITIES, MODALITY_LABELS)} />
    <Checkboxes
      {...many('equipment')}
      label="Matériel nécessaire"
      optional
      options={options(EQUIPMENT, EQUIPMENT_LABELS)}
    />
    <Checkboxes {...many('languages')} label="Langues" options={options(LANGUAGES, LANGUAGE_LABELS)} />
    <TextArea
      {...one('accessibility')}
      label="Accessibilité"
      hint="Ce qui a été vérifié (clavier, sous-titres, lecteur d’écran…), comment, et ce qui ne marche pas pour tous."
      rows={4}
      limit={4000}
    />
    <TextArea
      {...one('safety')}
      label="Précautions d’emploi"
      hint={
        worn
          ? 'Demandées pour une ressource immersive : pauses, contre-indications, espace autour.'
          : 'Demandées si un casque est nécessaire : pauses, contre-indications, espace autour.'
      }
      optional={!worn}
      rows={4}
      limit={4000}
    />
  </Fieldset>
);
