const READABLE = typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

async function ask(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`/api/auth/passkey/${path}`, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** A button that only a device able to answer it shows, and a sentence for what did not go as hoped. */
abstract class PasskeyElement extends HTMLElement {
  protected abstract readonly label: string;
  protected abstract readonly failure: string;
  protected abstract act(): Promise<void>;

  connectedCallback() {
    if (!READABLE) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button-secondary';
    button.textContent = this.label;
    const status = document.createElement('p');
    status.setAttribute('role', 'status');
    button.addEventListener('click', () => {
      status.textContent = '';
      this.act().catch(() => {
        status.textContent = this.failure;
      });
    });
    this.replaceChildren(button, status);
  }
}

/** Signs in with a passkey of this device, then goes to the page given by the server. */
class PasskeySignIn extends PasskeyElement {
  protected readonly label = 'Se connecter avec une clé d’accès';
  protected readonly failure =
    'La clé d’accès n’a pas pu servir. Utilisez votre mot de passe, ou demandez un lien de connexion.';

  protected async act() {
    const options = (await ask('generate-authenticate-options')) as PublicKeyCredentialRequestOptionsJSON;
    const credential = await navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    });
    await ask('verify-authentication', { response: (credential as PublicKeyCredential).toJSON() });
    location.assign(this.getAttribute('back') ?? '/');
  }
}

/** Adds a passkey of this device to the account; the page then lists it. */
class PasskeyAdd extends PasskeyElement {
  protected readonly label = 'Ajouter une clé d’accès sur cet appareil';
  protected readonly failure =
    'La clé d’accès n’a pas été ajoutée. Si vous êtes connecté depuis plus d’un jour, reconnectez-vous puis recommencez.';

  protected async act() {
    const options = (await ask('generate-register-options')) as PublicKeyCredentialCreationOptionsJSON;
    const credential = await navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    });
    await ask('verify-registration', { response: (credential as PublicKeyCredential).toJSON() });
    location.reload();
  }
}

customElements.define('passkey-sign-in', PasskeySignIn);
customElements.define('passkey-add', PasskeyAdd);
