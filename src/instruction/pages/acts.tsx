import { DAY_MS, plus } from '../../kernel/instant.ts';
import {
  Actions,
  Button,
  DateTimeField,
  Details,
  Form,
  Hidden,
  Notice,
  Panel,
  parisDateTime,
  Radios,
  TextArea,
  zonedLocal,
} from '../../ui/index.ts';
import { inView, OUTCOME_WORDS } from '../messages.ts';
import { stateAt } from '../model/file.ts';
import { openNotice } from '../model/whole.ts';
import { baseOf, type FilePageProps } from './props.ts';

const DEFAULT_DAYS = 15;

export function PiecesAct({ file, now, errors = {}, typed = {} }: FilePageProps) {
  return (
    <Details
      summary="Demander des pièces manquantes"
      open={'pieces' in errors || 'dueAt' in errors || 'message' in errors}
    >
      <p>
        La demande part à tous les membres du consortium et suspend le délai de rejet implicite (CRPA, article L.
        114-5).
      </p>
      <Form action={`${baseOf(file)}/pieces`}>
        <Hidden name="version" value={file.version} />
        <TextArea
          name="pieces"
          label="Pièces attendues"
          hint="Une par ligne."
          rows={4}
          value={typed.pieces}
          error={errors.pieces}
        />
        <TextArea
          name="message"
          label="Message au candidat"
          rows={3}
          limit={2000}
          value={typed.message}
          error={errors.message}
        />
        <DateTimeField
          name="dueAt"
          label="À transmettre avant"
          value={typed.dueAt ?? zonedLocal(plus(now, DEFAULT_DAYS * DAY_MS))}
          error={errors.dueAt}
        />
        <Button>Demander ces pièces</Button>
      </Form>
    </Details>
  );
}

export function EligibleAct({ file }: FilePageProps) {
  return (
    <Panel title="Décider">
      <p>Toutes les règles jugées, et chaque condition d’éligibilité respectée, le dossier passe à l’évaluation.</p>
      <Form action={`${baseOf(file)}/eligible`}>
        <Hidden name="version" value={file.version} />
        <Actions>
          <Button>Déclarer le dossier éligible</Button>
        </Actions>
      </Form>
    </Panel>
  );
}

export function AdverseActs(props: FilePageProps) {
  const { file, now } = props;
  const state = stateAt(file, now);
  if (state === 'to-instruct') return <Announce {...props} />;
  if (state === 'contradictory') return <AfterNotice {...props} />;
  return file.decision ? (
    <Notice
      tone={file.decision.outcome === 'eligible' ? 'success' : 'warning'}
      title={`Dossier ${OUTCOME_WORDS[file.decision.outcome]}`}
    >
      <p>{file.decision.reasons}</p>
      <p>{`Décidé le ${parisDateTime(file.decision.at)}.`}</p>
    </Notice>
  ) : null;
}

function Announce({ file, errors = {}, typed = {} }: FilePageProps) {
  return (
    <Details summary="Envisager une décision défavorable" open={'reasons' in errors || 'outcome' in errors}>
      <p>
        {`Le candidat est d’abord informé des motifs. Il a ${file.contradictoryDays} jours pour répondre ; la décision n’est possible qu’ensuite.`}
      </p>
      <Form action={`${baseOf(file)}/defavorable`}>
        <Hidden name="version" value={file.version} />
        <Radios
          name="outcome"
          label="Décision envisagée"
          value={typed.outcome}
          error={errors.outcome}
          options={[
            { value: 'ineligible', label: 'Inéligible', hint: 'Une règle de l’appel n’est pas respectée.' },
            {
              value: 'not-instructed',
              label: 'Non instruit',
              hint: 'Le dossier est resté incomplet après votre demande.',
            },
          ]}
        />
        <TextArea name="reasons" label="Motifs" rows={6} limit={4000} value={typed.reasons} error={errors.reasons} />
        <Button kind="warning">Informer le candidat</Button>
      </Form>
    </Details>
  );
}

function AfterNotice({ file, now, errors = {}, typed = {} }: FilePageProps) {
  const notice = openNotice(file);
  if (!notice) return null;
  const over = now >= notice.answerUntil;
  return (
    <Panel title="Procédure contradictoire">
      <p>{`Le service envisage ${inView(notice.outcome)}.`}</p>
      <p>{notice.reasons}</p>
      <p>
        {over
          ? `Le délai de réponse a pris fin le ${parisDateTime(notice.answerUntil)}.`
          : `Le candidat peut répondre jusqu’au ${parisDateTime(notice.answerUntil)}.`}
      </p>
      {notice.answer && notice.answeredAt ? (
        <Notice title={`Observations reçues le ${parisDateTime(notice.answeredAt)}`} level={3}>
          <p>{notice.answer}</p>
        </Notice>
      ) : (
        <p>Aucune observation reçue.</p>
      )}
      {over ? (
        <Form action={`${baseOf(file)}/decider`}>
          <Hidden name="version" value={file.version} />
          <Actions>
            <Button kind="warning">{`Déclarer le dossier ${OUTCOME_WORDS[notice.outcome]}`}</Button>
          </Actions>
        </Form>
      ) : null}
      <Details summary="Renoncer à cette décision" open={'reason' in errors}>
        <Form action={`${baseOf(file)}/renoncer`}>
          <Hidden name="version" value={file.version} />
          <TextArea name="reason" label="Pourquoi" rows={3} limit={2000} value={typed.reason} error={errors.reason} />
          <Button kind="secondary">Reprendre l’instruction</Button>
        </Form>
      </Details>
    </Panel>
  );
}
