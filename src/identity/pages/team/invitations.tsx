import { Actions, Button, Form, parisDate, Select, Table, TextField } from '../../../ui/index.ts';
import { INVITATION_LABELS } from '../../messages/team.ts';
import { type InvitationLine, invitationState } from '../../model/team.ts';
import { Action } from '../parts.tsx';
import type { TeamProps } from './props.ts';

const PLACES = [
  { value: 'member', label: 'Membre' },
  { value: 'representative', label: 'Représentant' },
];

export function Invitations({ organisation, invitations, now, errors = {}, typed = {} }: TeamProps) {
  return (
    <section>
      <h2>Invitations</h2>
      <Table
        caption="Invitations envoyées"
        captionHidden
        columns={[
          { label: 'Adresse', header: true, cell: (i: InvitationLine) => i.email },
          { label: 'Envoyée le', cell: (i: InvitationLine) => parisDate(i.invitedAt) },
          { label: 'État', cell: (i: InvitationLine) => INVITATION_LABELS[invitationState(i, now)] },
          {
            label: 'Action',
            cell: (i: InvitationLine) =>
              invitationState(i, now) === 'open' ? (
                <Action
                  action={`/compte/organisations/invitations/${i.id}/retirer`}
                  label={`Retirer l’invitation de ${i.email}`}
                />
              ) : (
                '–'
              ),
          },
        ]}
        rows={invitations}
        empty="Aucune invitation envoyée."
      />
      <h3>Inviter un collègue</h3>
      <Form action={`/compte/organisations/${organisation.id}/invitations`}>
        <TextField
          name="email"
          label="Son adresse électronique"
          hint="Le lien reçu sert une fois, pendant 14 jours, avec un compte à cette adresse."
          type="email"
          value={typed.email}
          error={errors.email}
          autocomplete="off"
        />
        <Select name="place" label="Sa place" options={PLACES} empty={null} value={typed.place ?? 'member'} />
        <Actions>
          <Button>Envoyer l’invitation</Button>
        </Actions>
      </Form>
    </section>
  );
}
