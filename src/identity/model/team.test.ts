import { describe, expect, test } from 'vitest';
import { instant, plus } from '../../kernel/instant.ts';
import {
  decideAcceptance,
  decideDeparture,
  decideEnd,
  decideInvitation,
  decideMandate,
  type Invited,
  invitationState,
  MAX_INVITATIONS,
} from './team.ts';

const NOW = instant('2027-03-01T09:00:00Z');
const invited = (part: Partial<Invited> = {}): Invited => ({
  email: 'anne@exemple.fr',
  expiresAt: plus(NOW, 1),
  revokedAt: null,
  acceptedAt: null,
  ...part,
});

test('an invitation is open until its last instant, and ends once', () => {
  expect(invitationState(invited(), NOW)).toBe('open');
  expect(invitationState(invited(), plus(NOW, 1))).toBe('expired');
  expect(invitationState(invited({ revokedAt: NOW }), NOW)).toBe('revoked');
  expect(invitationState(invited({ acceptedAt: NOW, expiresAt: NOW }), NOW)).toBe('accepted');
});

describe('a representative alone', () => {
  const state = { power: 'representative', inviteeIsMember: false, open: 0 } as const;
  test('invites, within the limit', () => {
    expect(decideInvitation(state).refusal).toBeNull();
    for (const power of ['member', 'mandate', null] as const)
      expect(decideInvitation({ ...state, power }).refusal?.code).toBe('not-representative');
    expect(decideInvitation({ ...state, inviteeIsMember: true }).refusal?.code).toBe('already-a-member');
    expect(decideInvitation({ ...state, open: MAX_INVITATIONS }).refusal?.code).toBe('too-many-invitations');
  });

  test('gives mandates, to members', () => {
    expect(decideMandate({ power: 'representative', grantee: 'member' }).refusal).toBeNull();
    expect(decideMandate({ power: 'mandate', grantee: 'member' }).refusal?.code).toBe('not-representative');
    expect(decideMandate({ power: 'representative', grantee: null }).refusal?.code).toBe('no-member');
    expect(decideMandate({ power: 'representative', grantee: 'representative' }).refusal?.code).toBe(
      'needs-no-mandate',
    );
  });

  test('ends a mandate that runs, at once; one to come never holds', () => {
    const running = { power: 'representative', validFrom: plus(NOW, -9), validTo: null } as const;
    expect(decideEnd(running, NOW).changes).toEqual({ endsAt: NOW });
    expect(decideEnd({ ...running, validFrom: plus(NOW, 9) }, NOW).changes).toEqual({ endsAt: plus(NOW, 9) });
    expect(decideEnd({ ...running, validTo: NOW }, NOW).refusal?.code).toBe('already-over');
    expect(decideEnd({ ...running, power: 'member' }, NOW).refusal?.code).toBe('not-representative');
  });
});

test('a member may leave by themselves; the last representative stays', () => {
  const leaving = { personId: 'b', role: 'member', validTo: null } as const;
  const state = { power: 'member', leaving, byId: 'b', representatives: 1 } as const;
  expect(decideDeparture(state, NOW).changes).toEqual({ endsAt: NOW });
  expect(decideDeparture({ ...state, byId: 'c' }, NOW).refusal?.code).toBe('not-representative');
  const last = { ...state, power: 'representative', leaving: { ...leaving, role: 'representative' } } as const;
  expect(decideDeparture(last, NOW).refusal?.code).toBe('last-representative');
  expect(decideDeparture({ ...last, representatives: 2 }, NOW).refusal).toBeNull();
});

test('an invitation serves the address it was sent to', () => {
  const anne = { email: 'anne@exemple.fr', isMember: false };
  expect(decideAcceptance(invited(), anne, NOW).refusal).toBeNull();
  expect(decideAcceptance(invited(), { ...anne, email: 'boris@exemple.fr' }, NOW).refusal?.code).toBe('other-address');
  expect(decideAcceptance(invited(), { ...anne, isMember: true }, NOW).refusal?.code).toBe('already-a-member');
  expect(decideAcceptance(invited(), anne, plus(NOW, 1)).refusal).toEqual({
    code: 'invitation-over',
    state: 'expired',
  });
});
