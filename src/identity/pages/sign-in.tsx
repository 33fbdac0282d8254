import { Page, type View } from '../../ui/page.tsx';
import { Action, Errors, type FormState, TextField } from './parts.tsx';

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
  return (
    <Page view={view} title="Connexion">
      <h1>Se connecter</h1>
      <Errors {...state} />
      <form method="post" action="/connexion" novalidate>
        <input type="hidden" name="retour" value={back} />
        <TextField name="email" label="Adresse électronique" type="email" autocomplete="username webauthn" {...state} />
        <TextField name="motDePasse" label="Mot de passe" type="password" autocomplete="current-password" {...state} />
        <button type="submit">Se connecter</button>
        <button type="submit" formaction="/connexion/lien/demande" class="secondary">
          Recevoir un lien de connexion
        </button>
      </form>
      {proConnect ? (
        <Action action="/connexion/proconnect" label="S’identifier avec ProConnect">
          <input type="hidden" name="retour" value={back} />
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

function DemoAccounts({ accounts, password }: { accounts: readonly DemoAccount[]; password: string }) {
  return (
    <section aria-labelledby="comptes-demo">
      <h2 id="comptes-demo">Comptes de démonstration</h2>
      <p>
        Ce site est une démonstration : ces personnes sont fictives. Mot de passe de tous : <code>{password}</code>
      </p>
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Compte</th>
              <th scope="col">Rôle</th>
              <th scope="col">Adresse</th>
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <tr>
                <th scope="row">{account.name}</th>
                <td>{account.what}</td>
                <td>
                  <code>{account.email}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function MagicLinkPage({ view, token, back }: { view: View; token: string; back: string }) {
  return (
    <Page view={view} title="Lien de connexion">
      <h1>Confirmer la connexion</h1>
      <p>Votre lien est prêt. Il ne sert qu’une fois.</p>
      <Action action="/connexion/lien" label="Me connecter">
        <input type="hidden" name="jeton" value={token} />
        <input type="hidden" name="retour" value={back} />
      </Action>
    </Page>
  );
}

export function NoticePage({ view, title, text }: { view: View; title: string; text: string }) {
  return (
    <Page view={view} title={title}>
      <h1>{title}</h1>
      <p>{text}</p>
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
