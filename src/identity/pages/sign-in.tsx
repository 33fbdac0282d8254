import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Hidden,
  Page,
  PageHead,
  Panel,
  Table,
  TextField,
  type View,
} from '../../ui/index.ts';
import { Action, allErrors, type FormState, invalid, summaryTitle } from './parts.tsx';

export interface DemoAccount {
  readonly name: string;
  readonly email: string;
  readonly what: string;
}

interface SignInProps extends FormState {
  readonly view: View;
  readonly back: string;
  readonly proConnect: boolean;
  /** Shown in demonstration only. */
  readonly demo: { readonly accounts: readonly DemoAccount[]; readonly password: string } | null;
}

export function SignInPage({ view, back, proConnect, demo, ...state }: SignInProps) {
  const { values, errors } = state;
  return (
    <Page view={view} title="Connexion" invalid={invalid(state)} islands={['passkey']}>
      <ErrorSummary errors={allErrors(state)} {...summaryTitle(state)} />
      <PageHead title="Se connecter" />
      <Form action="/connexion">
        <Hidden name="retour" value={back} />
        <TextField
          name="email"
          label="Adresse électronique"
          type="email"
          autocomplete="username"
          value={values?.email}
          error={errors?.email}
        />
        <TextField
          name="motDePasse"
          label="Mot de passe"
          type="password"
          autocomplete="current-password"
          error={errors?.motDePasse}
        />
        <Actions>
          <Button>Se connecter</Button>
          <Button kind="secondary" formaction="/connexion/lien/demande">
            Recevoir un lien de connexion
          </Button>
        </Actions>
      </Form>
      <passkey-sign-in back={back} />
      {proConnect ? (
        <Action action="/connexion/proconnect" label="S’identifier avec ProConnect">
          <Hidden name="retour" value={back} />
        </Action>
      ) : null}
      <p>
        <a href="/mot-de-passe-oublie">Mot de passe oublié</a>
      </p>
      <p>
        Pas encore de compte ? <a href="/inscription">Créer un compte</a>
      </p>
      {demo ? <DemoAccounts {...demo} /> : null}
    </Page>
  );
}

function DemoAccounts({
  accounts,
  password,
}: {
  readonly accounts: readonly DemoAccount[];
  readonly password: string;
}) {
  return (
    <Panel title="Comptes de démonstration">
      <p>
        Ces personnes sont fictives. Mot de passe de toutes : <code>{password}</code>
      </p>
      <Table
        caption="Comptes de démonstration"
        captionHidden
        columns={[
          { label: 'Compte', header: true, cell: (account) => account.name },
          { label: 'Ce que fait la personne', cell: (account) => account.what },
          { label: 'Adresse', cell: (account) => <code>{account.email}</code> },
        ]}
        rows={accounts}
      />
    </Panel>
  );
}

interface MagicLinkProps {
  readonly view: View;
  readonly token: string;
  readonly back: string;
}

export function MagicLinkPage({ view, token, back }: MagicLinkProps) {
  return (
    <Page view={view} title="Lien de connexion">
      <PageHead title="Confirmer la connexion" lead="Votre lien est prêt. Il ne sert qu’une fois." />
      <Action action="/connexion/lien" label="Me connecter" kind="primary">
        <Hidden name="jeton" value={token} />
        <Hidden name="retour" value={back} />
      </Action>
    </Page>
  );
}

export function NoticePage({
  view,
  title,
  text,
}: {
  readonly view: View;
  readonly title: string;
  readonly text: string;
}) {
  return (
    <Page view={view} title={title}>
      <PageHead title={title} lead={text} />
      {view.demo ? (
        <p>
          Démonstration : les messages se lisent dans la <a href="/demo/courrier">boîte aux lettres</a>.
        </p>
      ) : null}
      <p>
        <a href="/connexion">Revenir à la connexion</a>
      </p>
    </Page>
  );
}
