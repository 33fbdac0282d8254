import type { Browser, Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../src/identity/demo.ts';
import { expectAccessible, expectNoSideways, type Visit, type VisitOptions, visit } from './_browser.ts';

const MAILBOX = '/demo/courrier';

/** A demonstration account in a browser of its own, signed in. */
export interface PersonVisit extends Visit {
  readonly email: string;
  /** Opens the last letter of this subject received by the person, once it has arrived. */
  openLetter(subject: string | RegExp): Promise<void>;
  /** The page as it stands is accessible and fits the screen. */
  look(state: string): Promise<void>;
}

/** @param mailbox what comes before the `@` of the account */
export async function signedIn(browser: Browser, mailbox: string, options: VisitOptions = {}): Promise<PersonVisit> {
  const visited = await visit(browser, options);
  const email = `${mailbox}@demo.deffinum.example`;
  await signIn(visited.page, email);
  return personOf(visited, email);
}

/** Somebody without a password, by the link that the sign-in page sends. */
export async function signedInByLink(
  browser: Browser,
  email: string,
  options: VisitOptions = {},
): Promise<PersonVisit> {
  const visited = await visit(browser, options);
  const { page } = visited;
  await page.goto('/connexion');
  await page.getByLabel('Adresse électronique').fill(email);
  await page.getByRole('button', { name: 'Recevoir un lien de connexion' }).click();
  await openLetter(page, email, /lien de connexion/i);
  await page.locator('.letter a').first().click();
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
  return personOf(visited, email);
}

function personOf(visited: Visit, email: string): PersonVisit {
  return {
    ...visited,
    email,
    openLetter: (subject) => openLetter(visited.page, email, subject),
    look: async (state) => {
      await expectAccessible(visited.page, state);
      await expectNoSideways(visited.page, state);
    },
  };
}

export async function signIn(page: Page, email: string, back = '/'): Promise<void> {
  await page.goto(`/connexion?${new URLSearchParams({ retour: back })}`);
  await page.getByLabel('Adresse électronique').fill(email);
  await page.getByLabel('Mot de passe').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.waitForURL((url) => url.pathname + url.search === back);
}

export const press = ({ page }: Visit, name: string | RegExp) =>
  page.getByRole('main').getByRole('button', { name }).first().click();

/** Waits for the page to say it. */
export const said = ({ page }: Visit, text: string | RegExp) =>
  page.getByRole('main').getByText(text).first().waitFor();

const LETTER_MS = 20_000;

async function openLetter(page: Page, email: string, subject: string | RegExp): Promise<void> {
  const link = page.getByRole('main').getByRole('link', { name: subject }).first();
  const until = Date.now() + LETTER_MS;
  do {
    await page.goto(`${MAILBOX}?${new URLSearchParams({ a: email })}`);
  } while ((await link.count()) === 0 && Date.now() < until);
  await link.click();
}

/**
 * Fills the fields of this page by name: a text, the value of a choice, or several values.
 *
 * @throws when a field is not on the page
 */
export async function fill(page: Page, answers: Readonly<Record<string, string | readonly string[]>>): Promise<void> {
  for (const [name, answer] of Object.entries(answers)) {
    const field = page.locator(`main [name="${name}"]:not([type=hidden])`);
    await field.first().waitFor({ state: 'attached' });
    const kind = await field.first().evaluate((element: HTMLInputElement) => element.type);
    if (kind === 'radio' || kind === 'checkbox') {
      for (const value of [answer].flat()) await page.locator(`main [name="${name}"][value="${value}"]`).check();
    } else if (kind.startsWith('select')) await field.selectOption(answer as string);
    else await field.fill(answer as string);
  }
}
