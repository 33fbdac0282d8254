import { describe, expect, test } from 'vitest';
import { instant, plus } from '../../kernel/instant.ts';
import { decideGrant, decideRevocation, type Grant } from './roles.ts';

const NOW = instant('2027-03-01T09:00:00Z');
const grant = (part: Partial<Grant> = {}): Grant => ({
  id: 'g',
  personId: 'anne',
  role: 'programme-manager',
  scope: null,
  validFrom: plus(NOW, -1000),
  validTo: null,
  ...part,
});
const BORIS = grant({ id: 'b', personId: 'boris' });

describe('giving a role', () => {
  const give = (part: Partial<Parameters<typeof decideGrant>[1]> = {}, held: readonly Grant[] = []) =>
    decideGrant(
      { administrators: [grant()], held },
      { byId: 'anne', personId: 'chloe', role: 'evaluator', from: NOW, to: null, at: NOW, ...part },
    );

  test('is for who holds the role that gives roles, at that instant, on the whole platform', () => {
    expect(give().changes).toEqual({ from: NOW, to: null });
    expect(give({ byId: 'boris' }).refusal?.code).toBe('not-administrator');
    const lapsed = [grant({ validTo: NOW })];
    const scoped = [grant({ scope: 'call:x' })];
    for (const administrators of [lapsed, scoped]) {
      const command = { byId: 'anne', personId: 'chloe', role: 'evaluator', from: NOW, to: null, at: NOW };
      expect(decideGrant({ administrators, held: [] }, command).refusal?.code).toBe('not-administrator');
    }
  });

  test('to oneself is refused, whatever the role', () => {
    expect(give({ personId: 'anne' }).refusal?.code).toBe('own-role');
  });

  test('twice for overlapping dates is refused; one after the other is not', () => {
    const held = [grant({ personId: 'chloe', role: 'evaluator', validTo: plus(NOW, 1000) })];
    expect(give({}, held).refusal?.code).toBe('already-held');
    expect(give({ from: plus(NOW, 999) }, held).refusal?.code).toBe('already-held');
    expect(give({ from: plus(NOW, 1000) }, held).refusal).toBeNull();
    expect(give({ role: 'certifier' }, held).refusal).toBeNull();
  });
});

describe('taking a role back', () => {
  const take = (g: Grant, administrators: readonly Grant[], byId = 'anne') =>
    decideRevocation({ administrators, grant: g }, { byId, at: NOW });

  test('the last who gives roles stays, and a successor with an end date is none', () => {
    expect(take(grant(), [grant()]).refusal?.code).toBe('last-administrator');
    expect(take(grant(), [grant(), grant({ personId: 'boris', validTo: plus(NOW, 1) })]).refusal?.code).toBe(
      'last-administrator',
    );
    expect(take(grant(), [grant(), BORIS]).changes).toEqual({ endsAt: NOW });
  });

  test('one that is over, or by who gives no role, is refused; one to come never holds', () => {
    const other = grant({ personId: 'chloe', role: 'evaluator' });
    expect(take({ ...other, validTo: NOW }, [grant()]).refusal?.code).toBe('already-over');
    expect(take(other, [grant()], 'chloe').refusal?.code).toBe('not-administrator');
    expect(take({ ...other, validFrom: plus(NOW, 500) }, [grant()]).changes).toEqual({ endsAt: plus(NOW, 500) });
  });
});
