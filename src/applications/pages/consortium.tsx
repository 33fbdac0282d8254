import { FAMILIES, FAMILY_LABELS } from '../../calls/index.ts';
import type { FieldErrors } from '../../kernel/decision.ts';
import {
  Actions,
  Button,
  Checkboxes,
  Details,
  ErrorSummary,
  Form,
  formatCents,
  Hidden,
  Notice,
  Panel,
  Select,
  StatusTag,
  SummaryList,
  TextField,
  type Tone,
} from '../../ui/index.ts';
import type { MandateState, Partner } from '../model/consortium.ts';
import type { Dossier } from '../model/dossier.ts';
import { Elsewhere } from './home.tsx';
import { DossierPage, type FrameProps } from './layout.tsx';

export interface ConsortiumProps extends Omit<FrameProps, 'title' | 'children'> {
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
  readonly elsewhere?: readonly string[];
}

const MANDATE_WORDS: Readonly<Record<MandateState, readonly [string, Tone]>> = {
  none: ['Mandat à demander', 'neutral'],
  asked: ['Mandat demandé', 'info'],
  signed: ['Mandat signé', 'success'],
  declined: ['Mandat refusé', 'danger'],
};

export function ConsortiumPage({ errors = {}, typed = {}, elsewhere = [], ...frame }: ConsortiumProps) {
  const { dossier } = frame;
  const open = dossier.application.state === 'draft';
  const action = `/dossiers/${dossier.application.id}/consortium`;
  return (
    <DossierPage {...frame} title="Consortium" invalid={Object.keys(errors).length > 0}>
      <ErrorSummary errors={errors} {...(typed.partnerId ? { scope: typed.partnerId } : {})} />
      <Elsewhere names={elsewhere} />
      {open && dossier.mine.mandateState === 'asked' ? (
        <MandatePanel dossier={dossier} action={action} errors={errors} />
      ) : null}
      {dossier.partners.map((partner) => (
        <PartnerPanel partner={partner} dossier={dossier} action={action} open={open} errors={errors} typed={typed} />
      ))}
      {open && dossier.mine.isLead ? (
        <Panel title="Ajouter un partenaire">
          <Form action={`${action}/ajouter`}>
            <TextField
              name="siret"
              label="SIRET de l’établissement"
              hint="14 chiffres, avec ou sans espaces. Son nom et sa commune viennent du registre."
              value={typed.siret}
              error={errors.siret}
              width="medium"
              inputmode="numeric"
            />
            <Button kind="secondary">Ajouter au consortium</Button>
          </Form>
        </Panel>
      ) : null}
    </DossierPage>
  );
}

interface PanelProps {
  readonly partner: Partner;
  readonly dossier: Dossier;
  readonly action: string;
  readonly open: boolean;
  readonly errors: FieldErrors;
  readonly typed: Readonly<Record<string, string>>;
}

function PartnerPanel(props: PanelProps) {
  const { partner, dossier, open } = props;
  const [word, tone] = MANDATE_WORDS[partner.mandateState];
  const mandate = dossier.statements.find((one) => one.kind === 'mandate' && one.partnerId === partner.id);
  const lead = open && dossier.mine.isLead;
  return (
    <Panel title={partner.name}>
      <p>
        {partner.isLead ? <StatusTag tone="info">Chef de file</StatusTag> : <StatusTag tone={tone}>{word}</StatusTag>}
      </p>
      <SummaryList
        lines={[
          { term: 'SIRET', value: partner.siret },
          { term: 'Famille', value: partner.family ? FAMILY_LABELS[partner.family] : 'À préciser' },
          { term: 'Part de l’aide', value: formatCents(partner.shareCents) },
          { term: 'Rubriques confiées', value: sectionNames(dossier, partner) },
          ...(mandate ? [{ term: 'Mandat', value: `${mandate.signatoryName}, ${mandate.signatoryCapacity}` }] : []),
        ]}
      />
      {open && (lead || dossier.mine.id === partner.id) ? <CardForm {...props} lead={lead} /> : null}
      {lead ? <InviteForm {...props} /> : null}
      {lead && !partner.isLead ? <RemoveForm {...props} /> : null}
    </Panel>
  );
}

const sectionNames = ({ revision }: Dossier, { sections }: Partner) =>
  revision.sections
    .filter((one) => sections.includes(one.key))
    .map((one) => one.title)
    .join(', ') || 'Aucune en particulier';

function CardForm({ partner, dossier, action, lead }: PanelProps & { readonly lead: boolean }) {
  const natures = { true: 'Oui', false: 'Non' };
  return (
    <Details summary={`Préciser ce partenaire`} open={partner.family === null}>
      <Form action={`${action}/preciser`} scope={partner.id}>
        <Hidden name="partnerId" value={partner.id} />
        <Select
          name="family"
          label="Famille"
          value={partner.family}
          options={FAMILIES.map((value) => ({ value, label: FAMILY_LABELS[value] }))}
        />
        <Select
          name="isAssociation"
          label="Est-ce une association ou une fondation ?"
          value={partner.isAssociation === null ? null : String(partner.isAssociation)}
          options={Object.entries(natures).map(([value, label]) => ({ value, label }))}
        />
        {lead ? (
          <Checkboxes
            name="sections"
            label="Rubriques que ce partenaire écrit"
            hint="Une rubrique confiée n’est plus modifiable que par ses partenaires et le chef de file."
            options={dossier.revision.sections.map((one) => ({ value: one.key, label: one.title }))}
            values={partner.sections}
          />
        ) : null}
        <Button kind="secondary">Enregistrer</Button>
      </Form>
    </Details>
  );
}

function InviteForm({ partner, action, errors, typed }: PanelProps) {
  const here = typed.partnerId === partner.id;
  return (
    <Details summary={partner.isLead ? 'Inviter un collègue' : 'Inviter et demander le mandat'} open={here}>
      <Form action={`${action}/inviter`} scope={partner.id}>
        <Hidden name="partnerId" value={partner.id} />
        <TextField
          name="email"
          label="Adresse électronique"
          type="email"
          hint={`Une personne rattachée à ${partner.name}.`}
          value={here ? typed.email : ''}
          error={here ? errors.email : undefined}
        />
        <Button kind="secondary">Envoyer l’invitation</Button>
      </Form>
    </Details>
  );
}

const RemoveForm = ({ partner, action }: PanelProps) => (
  <Form action={`${action}/retirer`}>
    <Hidden name="partnerId" value={partner.id} />
    <Button kind="quiet">
      Retirer du consortium<span class="sr-only">{` : ${partner.name}`}</span>
    </Button>
  </Form>
);

interface MandateProps {
  readonly dossier: Dossier;
  readonly action: string;
  readonly errors: FieldErrors;
}

/** What the signatory reads is what is kept: the lead, the project, the share. */
function MandatePanel({ dossier, action, errors }: MandateProps) {
  const lead = dossier.partners.find((one) => one.isLead);
  return (
    <Notice tone="info" title="Votre mandat est demandé">
      <p>
        {`${dossier.mine.name} donne mandat à ${lead?.name ?? ''} pour déposer en son nom le projet « ${dossier.application.title} », avec une part d’aide de ${formatCents(dossier.mine.shareCents)}. Si cette part change, le mandat sera à signer de nouveau.`}
      </p>
      <Form action={`${action}/mandat`}>
        <TextField
          name="capacity"
          label="Qualité en laquelle vous signez"
          hint="Présidente, directeur, par délégation du…"
          error={errors.capacity}
        />
        <Actions>
          <Button name="reponse" value="sign">
            Signer le mandat
          </Button>
          <Button kind="secondary" name="reponse" value="decline">
            Refuser
          </Button>
        </Actions>
      </Form>
    </Notice>
  );
}
