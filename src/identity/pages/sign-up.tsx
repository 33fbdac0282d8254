import { Page, type View } from '../../ui/page.tsx';
import { Errors, type FormState, TextField } from './parts.tsx';

const PASSWORD_HINT = '12 caractères au moins. Une phrase convient bien.';

export function SignUpPage({ view, ...state }: FormState & { readonly view: View }) {
  return (
    <Page view={view} title="Créer un compte">
      <h1>Créer un compte</h1>
      <Errors {...state} />
      <form method="post" action="/inscription" novalidate>
        <TextField name="nom" label="Prénom et nom" autocomplete="name" {...state} />
        <TextField name="email" label="Adresse électronique" type="email" autocomplete="email" {...state} />
        <TextField
          name="motDePasse"
          label="Mot de passe"
          type="password"
          hint={PASSWORD_HINT}
          autocomplete="new-password"
          {...state}
        />
        <button type="submit">Créer le compte</button>
      </form>
      <p>
        Déjà un compte ? <a href="/connexion">Se connecter</a>
      </p>
    </Page>
  );
}

export function ForgottenPage({ view, ...state }: FormState & { readonly view: View }) {
  return (
    <Page view={view} title="Mot de passe oublié">
      <h1>Mot de passe oublié</h1>
      <p>Indiquez votre adresse : vous recevrez un lien pour choisir un nouveau mot de passe.</p>
      <Errors {...state} />
      <form method="post" action="/mot-de-passe-oublie" novalidate>
        <TextField name="email" label="Adresse électronique" type="email" autocomplete="email" {...state} />
        <button type="submit">Envoyer le lien</button>
      </form>
    </Page>
  );
}

export function NewPasswordPage({
  view,
  token,
  ...state
}: FormState & { readonly view: View; readonly token: string }) {
  return (
    <Page view={view} title="Nouveau mot de passe">
      <h1>Choisir un nouveau mot de passe</h1>
      <Errors {...state} />
      <form method="post" action="/mot-de-passe-oublie/nouveau" novalidate>
        <input type="hidden" name="jeton" value={token} />
        <TextField
          name="motDePasse"
          label="Nouveau mot de passe"
          type="password"
          hint={PASSWORD_HINT}
          autocomplete="new-password"
          {...state}
        />
        <button type="submit">Enregistrer</button>
      </form>
    </Page>
  );
}
