import type { Instant } from '../../kernel/instant.ts';
import {
  Button,
  DateTimeField,
  Details,
  Form,
  formatCents,
  Hidden,
  Notice,
  Panel,
  parisDateTime,
  Radios,
  Table,
  TextArea,
  zonedLocal,
} from '../../ui/index.ts';
import type { Destination } from '../model/agreement.ts';
import { earliestAnswer, type Release, type Termination } from '../model/ending.ts';
import { type ManagePageProps, manageBase, type PartnerPageProps, partnerBase } from './props.ts';

/** Completed, or terminated after a notice: what leaves is shown in euros before. */
export function Ending(props: ManagePageProps) {
  const { ending, notices, manages } = props;
  const past = notices.filter(({ endedAt }) => endedAt !== null);
  if (ending === null && past.length === 0) return null;
  return (
    <>
      <h2 id="fin">Fin de la convention</h2>
      {past.map((notice) => (
        <PastNotice notice={notice} />
      ))}
      {ending?.termination ? <OpenNotice {...props} release={ending.release} notice={ending.termination} /> : null}
      {ending && !ending.termination && manages ? (
        <>
          <Completing {...props} />
          <Announcing {...props} />
        </>
      ) : null}
    </>
  );
}

const GOES: Readonly<Record<Destination, string>> = {
  wave: 'revient à la vague',
  released: 'est rendu, sans revenir à la vague',
};

function PastNotice({ notice }: { readonly notice: Termination }) {
  return (
    <Details summary={`Résiliation annoncée le ${parisDateTime(notice.openedAt)}`}>
      <p>{notice.reason}</p>
      <Observations notice={notice} />
      <p>
        {`${notice.outcome === 'terminated' ? 'Prononcée' : 'Abandonnée'} le ${notice.endedAt ? parisDateTime(notice.endedAt) : ''} : ${notice.endedReason ?? ''}`}
      </p>
    </Details>
  );
}

const Observations = ({ notice }: { readonly notice: Termination }) =>
  notice.observations.length === 0 ? (
    <p>Aucun partenaire n’a présenté d’observations.</p>
  ) : (
    notice.observations.map(({ organisation, body, writtenAt }) => (
      <blockquote>
        <p>{body}</p>
        <p>{`${organisation}, le ${parisDateTime(writtenAt)}`}</p>
      </blockquote>
    ))
  );

/** What stays and what leaves, partner by partner. */
export const ReleaseTable = ({ release }: { readonly release: Release }) => (
  <Table
    caption="Effet en euros"
    rows={release.partners}
    columns={[
      { label: 'Partenaire', header: true, cell: ({ name }) => name },
      { label: 'Payé, acquis', numeric: true, cell: ({ paidCents }) => formatCents(paidCents) },
      { label: 'Certifié, à payer', numeric: true, cell: ({ dueCents }) => formatCents(dueCents) },
      { label: 'Plus versé', numeric: true, cell: ({ releasedCents }) => formatCents(releasedCents) },
    ]}
    footer={['Total', '', formatCents(release.keptCents), formatCents(release.releasedCents)]}
  />
);

interface OpenProps extends ManagePageProps {
  readonly release: Release;
  readonly notice: Termination;
}

function OpenNotice({ agreement, notice, release, now, manages, errors, typed }: OpenProps) {
  const answered = now >= notice.answerUntil;
  return (
    <Panel title="Résiliation annoncée">
      <p>{notice.reason}</p>
      <p>{`Les partenaires peuvent répondre jusqu’au ${parisDateTime(notice.answerUntil)}. Ce qui n’est pas certifié ${GOES[notice.returnsTo]}.`}</p>
      <Observations notice={notice} />
      <ReleaseTable release={release} />
      {manages && answered ? (
        <Form action={`${manageBase(agreement)}/resilier`}>
          <Hidden name="version" value={agreement.lockVersion} />
          <Hidden name="libere" value={release.releasedCents} />
          <TextArea
            name="motif-fin"
            label="Motif de la résiliation, au vu des observations"
            rows={3}
            limit={2000}
            value={typed['motif-fin']}
            error={errors['motif-fin']}
          />
          <Button kind="warning">{`Résilier : ${formatCents(release.releasedCents)} ne seront plus versés`}</Button>
        </Form>
      ) : null}
      {manages ? (
        <Details summary="Abandonner cette résiliation" open={'motif-abandon' in errors}>
          <Form action={`${manageBase(agreement)}/resiliation/abandonner`}>
            <Hidden name="version" value={agreement.lockVersion} />
            <TextArea
              name="motif-abandon"
              label="Motif"
              rows={2}
              limit={2000}
              value={typed['motif-abandon']}
              error={errors['motif-abandon']}
            />
            <Button kind="secondary">Abandonner la résiliation</Button>
          </Form>
        </Details>
      ) : null}
    </Panel>
  );
}

const Destinations = ({ typed }: Pick<ManagePageProps, 'typed'>) => (
  <Radios
    name="destination"
    label="Ce qui n’est pas certifié"
    value={typed.destination ?? 'wave'}
    options={[
      { value: 'wave', label: 'Revient à la vague, qui peut encore l’attribuer' },
      { value: 'released', label: 'Est rendu : la vague n’attribue plus' },
    ]}
  />
);

function Completing({ agreement, ending, typed, errors }: ManagePageProps) {
  if (ending === null || agreement.state !== 'in-force' || ending.unpaid.length > 0) return null;
  const { release } = ending;
  return (
    <Details summary="Clore la convention : le solde est payé" open={'motif-cloture' in errors}>
      <ReleaseTable release={release} />
      <Form action={`${manageBase(agreement)}/clore`} scope="clore">
        <Hidden name="version" value={agreement.lockVersion} />
        <Hidden name="libere" value={release.releasedCents} />
        {release.releasedCents > 0 ? <Destinations typed={typed} /> : null}
        <TextArea
          name="motif-cloture"
          label="Observation (facultatif)"
          rows={2}
          limit={2000}
          value={typed['motif-cloture']}
          error={errors['motif-cloture']}
        />
        <Button>Clore la convention</Button>
      </Form>
    </Details>
  );
}

function Announcing({ agreement, ending, now, typed, errors }: ManagePageProps) {
  if (ending === null || agreement.state !== 'in-force') return null;
  return (
    <Details summary="Annoncer une résiliation" open={'motif-resiliation' in errors || 'reponse' in errors}>
      <p>
        Les partenaires sont prévenus et peuvent répondre pendant quinze jours au moins. Rien ne change jusque-là : les
        demandes certifiées se paient.
      </p>
      <ReleaseTable release={ending.release} />
      <Form action={`${manageBase(agreement)}/resiliation`} scope="annoncer">
        <Hidden name="version" value={agreement.lockVersion} />
        <TextArea
          name="motif-resiliation"
          label="Motif, que les partenaires liront"
          rows={3}
          limit={2000}
          value={typed['motif-resiliation']}
          error={errors['motif-resiliation']}
        />
        <DateTimeField
          name="reponse"
          label="Les partenaires répondent avant"
          value={typed.reponse ?? zonedLocal(roundUp(earliestAnswer(now)))}
          error={errors.reponse}
        />
        <Destinations typed={typed} />
        <Button kind="warning">Annoncer la résiliation</Button>
      </Form>
    </Details>
  );
}

/** The field counts minutes: the next one, so that fifteen days have really passed. */
const roundUp = (at: Instant): Instant => new Date(Math.ceil(at.getTime() / 60_000 + 60) * 60_000);

/** What a partner reads of a notice, and where to answer. */
export function Answering({ agreement, termination, sides, errors, typed }: PartnerPageProps) {
  if (termination === null) return null;
  return (
    <>
      <Notice tone="warning" title="Le service envisage de résilier cette convention">
        <p>{termination.reason}</p>
        <p>{`Vous pouvez répondre jusqu’au ${parisDateTime(termination.answerUntil)} au moins. Ce qui est payé ou certifié reste acquis ; le reste ne serait plus versé.`}</p>
      </Notice>
      {sides.some(({ maySign }) => maySign) ? (
        <Details summary="Présenter vos observations" open={'observations' in errors}>
          <Form action={`${partnerBase(agreement)}/observations`}>
            <TextArea
              name="observations"
              label="Vos observations"
              rows={6}
              limit={8000}
              value={typed.observations}
              error={errors.observations}
            />
            <Button>Envoyer ces observations</Button>
          </Form>
        </Details>
      ) : null}
    </>
  );
}
