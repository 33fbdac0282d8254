import { Button, ErrorSummary, Form, Hidden, Page, PageHead, TextField, type View } from '../../ui/index.ts';
import { allErrors, type FormState, invalid } from './parts.tsx';

type Props = FormState & { readonly view: View };

const NewPassword = ({ label, errors }: FormState & { readonly label: string }) => (
  <TextField
    name="motDePasse"
    label={label}
    type="password"
    hint="12 caractères au moins. Une phrase convient bien."
    autocomplete="new-password"
    error={errors?.motDePasse}
  />
);

const Address = ({ values, errors }: FormState) => (
  <TextField
    name="email"
    label="Adresse électronique"
    type="email"
    autocomplete="email"
    value={values?.email}
    error={errors?.email}
  />
);

export function SignUpPage({ view, ...state }: Props) {
  return (
    <Page view={view} title="Créer un compte" invalid={invalid(state)}>
      <ErrorSummary errors={allErrors(state)} />
      <PageHead title="Créer un compte" />
      <Form action="/inscription">
        <TextField
          name="nom"
          label="Prénom et nom"
          autocomplete="name"
          value={state.values?.nom}
          error={state.errors?.nom}
        />
        <Address {...state} />
        <NewPassword label="Mot de passe" {...state} />
        <Button>Créer le compte</Button>
      </Form>
      <p>
        Déjà un compte ? <a href="/connexion">Se connecter</a>
      </p>
    </Page>
  );
}

export function ForgottenPage({ view, ...state }: Props) {
  const lead = 'Indiquez votre adresse : vous recevrez un lien pour choisir un nouveau mot de passe.';
  return (
    <Page view={view} title="Mot de passe oublié" invalid={invalid(state)}>
      <ErrorSummary errors={allErrors(state)} />
      <PageHead title="Mot de passe oublié" lead={lead} />
      <Form action="/mot-de-passe-oublie">
        <Address {...state} />
        <Button>Envoyer le lien</Button>
      </Form>
    </Page>
  );
}

export function NewPasswordPage({ view, token, ...state }: Props & { readonly token: string }) {
  return (
    <Page view={view} title="Nouveau mot de passe" invalid={invalid(state)}>
      <ErrorSummary errors={allErrors(state)} />
      <PageHead title="Choisir un nouveau mot de passe" />
      <Form action="/mot-de-passe-oublie/nouveau">
        <Hidden name="jeton" value={token} />
        <NewPassword label="Nouveau mot de passe" {...state} />
        <Button>Enregistrer</Button>
      </Form>
    </Page>
  );
}
