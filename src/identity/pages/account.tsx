import {
  Actions,
  ButtonLink,
  Hidden,
  Notice,
  Page,
  PageHead,
  parisDate,
  SummaryList,
  type View,
} from '../../ui/index.ts';
import { Action } from './parts.tsx';

export interface AccountProps {
  readonly view: View;
  readonly name: string;
  readonly email: string;
  readonly sessions: readonly {
    readonly id: string;
    readonly device: string;
    readonly openedAt: Date;
    readonly isThis: boolean;
  }[];
  readonly passkeys: readonly { readonly id: string; readonly addedAt: Date | null }[];
  /** `null`: this site has no ProConnect. */
  readonly proConnect: 'linked' | 'not-linked' | null;
  readonly done: string | null;
}

export function AccountPage(props: AccountProps) {
  const { view, name, email, done, proConnect } = props;
  return (
    <Page view={view} title="Mon compte" islands={['passkey']}>
      <PageHead title="Mon compte" />
      {done ? (
        <Notice tone="success" live>
          <p>{done}</p>
        </Notice>
      ) : null}
      <SummaryList
        lines={[
          { term: 'Nom', value: name },
          { term: 'Adresse électronique', value: email },
        ]}
      />
      <Actions>
        <ButtonLink href="/compte/organisations">Mes organismes</ButtonLink>
        <ButtonLink href="/compte/traces" kind="secondary">
          Mes traces
        </ButtonLink>
        <ButtonLink href="/compte/mot-de-passe" kind="secondary">
          Changer de mot de passe
        </ButtonLink>
      </Actions>
      <Sessions {...props} />
      <Passkeys {...props} />
      {proConnect === null ? null : (
        <section>
          <h2>ProConnect</h2>
          {proConnect === 'linked' ? (
            <p>ProConnect est associé à votre compte.</p>
          ) : (
            <Action action="/compte/proconnect" label="Associer ProConnect" />
          )}
        </section>
      )}
    </Page>
  );
}

function Sessions({ sessions }: AccountProps) {
  return (
    <section>
      <h2>Sessions ouvertes</h2>
      <p>Fermez celles que vous ne reconnaissez pas, puis changez de mot de passe.</p>
      <ul>
        {sessions.map(({ id, device, openedAt, isThis }) => (
          <li>
            {`${device}, ouverte le ${parisDate(openedAt)}`}
            {isThis ? (
              ' – celle-ci'
            ) : (
              <Action action="/compte/sessions/fermer" label={`Fermer la session : ${device}`}>
                <Hidden name="id" value={id} />
              </Action>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Passkeys({ passkeys }: AccountProps) {
  return (
    <section>
      <h2>Clés d’accès</h2>
      <p>Une clé d’accès remplace le mot de passe par le déverrouillage de votre appareil.</p>
      {passkeys.length === 0 ? <p>Aucune pour le moment.</p> : null}
      <ul>
        {passkeys.map(({ id, addedAt }, index) => (
          <li>
            {`Clé ${index + 1}${addedAt ? `, ajoutée le ${parisDate(addedAt)}` : ''}`}
            <Action action="/compte/cles/retirer" label={`Retirer la clé ${index + 1}`}>
              <Hidden name="id" value={id} />
            </Action>
          </li>
        ))}
      </ul>
      <passkey-add />
    </section>
  );
}
