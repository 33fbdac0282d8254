import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, expectNoSideways, LOOKS, openBrowser, PHONE, shot, visit } from './_browser.ts';

const GALLERY = '/demo/composants';
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(LOOKS)('the gallery on $look', ({ look, viewport, scheme }) => {
  test('is accessible and fits the screen', async () => {
    const { page, go, end } = await visit(browser, { viewport, scheme });
    await go(GALLERY);
    await shot(page, `gallery-${look}`);
    await expectNoSideways(page, `gallery ${look}`);
    await expectAccessible(page, `gallery ${look}`);
    await end();
  });
});

test('with a keyboard: an error leads to its field, the skip link to the content', async () => {
  const { page, go, end, expectStatus } = await visit(browser);
  expectStatus(404);
  await go(GALLERY);
  expect(await page.evaluate('document.activeElement.id')).toBe('erreurs');
  await page.getByRole('link', { name: 'Donnez un titre au projet' }).press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('champ-titre');
  await go('/nulle-part-ici');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toContain('Aller au contenu');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('contenu');
  await end();
});

test('tabs move with the arrows, and one section shows at a time', async () => {
  const { page, go, end } = await visit(browser);
  await go(GALLERY);
  await page.getByRole('tab', { name: 'Résumé' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.getByRole('tab', { name: 'Budget' }).getAttribute('aria-selected')).toBe('true');
  expect(await page.getByText('Le budget est équilibré.').isVisible()).toBe(true);
  expect(await page.getByText('Deux annexes sont jointes').isVisible()).toBe(false);
  await end();
});

test('the characters left are counted, an amount is grouped when left', async () => {
  const { page, go, end } = await visit(browser);
  await go(GALLERY);
  await page.getByLabel('Résumé public').fill('x'.repeat(601));
  await page.getByText('1\u00a0caractère de trop.').first().waitFor();
  await page.getByLabel('Aide demandée').fill('1250000,5');
  await page.getByLabel('Aide demandée').blur();
  expect(await page.getByLabel('Aide demandée').inputValue()).toBe('1\u202f250\u202f000,50');
  await end();
});

test('without script every section shows, and the choice of light or dark works and stays', async () => {
  const { page, go, end } = await visit(browser, { script: false, viewport: PHONE });
  await go(GALLERY);
  expect(await page.getByText('Le budget est équilibré.').isVisible()).toBe(true);
  expect(await page.getByText('Deux annexes sont jointes').isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Sombre' }).click();
  expect(new URL(page.url()).pathname).toBe(GALLERY);
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  await page.getByRole('button', { name: 'Comme le système' }).click();
  expect(await page.locator('html').getAttribute('data-theme')).toBeNull();
  await end();
});
