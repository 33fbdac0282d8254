import { activity, both, GROUP, REF, TEAM } from '../fixtures/hold.ts';
import { GESTURE, LEARNER } from '../fixtures.ts';

both('actors (Data 2.4.2)', [
  ['an agent by mbox', {}, null],
  ['by mbox_sha1sum', { actor: { mbox_sha1sum: 'cd9b00a5611f94eaa7b1661edab976068e364975' } }, null],
  ['by openid', { actor: { openid: 'https://openid.example.org/12345' } }, null],
  ['by account', { actor: { account: { homePage: 'https://example.org', name: '12345' } } }, null],
  ['no identifier', { actor: { name: 'Sans' } }, ['identifiers', '$.actor']],
  ['two identifiers', { actor: { ...LEARNER, openid: 'https://example.org/1' } }, ['identifiers', '$.actor']],
  ['a mailbox without mailto', { actor: { mbox: 'apprenant@example.org' } }, ['mailto', '$.actor.mbox']],
  ['a mailto that is no address', { actor: { mbox: 'mailto:should.fail.com' } }, ['mailto', '$.actor.mbox']],
  ['39 digits', { actor: { mbox_sha1sum: 'c'.repeat(39) } }, ['sha1', '$.actor.mbox_sha1sum']],
  ['an openid without a scheme', { actor: { openid: 'example.org' } }, ['uri', '$.actor.openid']],
  ['an account without a home page', { actor: { account: { name: '1' } } }, ['missing', '$.actor.account.homePage']],
  [
    'an account without a name',
    { actor: { account: { homePage: 'https://example.org' } } },
    ['missing', '$.actor.account.name'],
  ],
  ['a name that is no text', { actor: { ...LEARNER, name: 1 } }, ['not-a-text', '$.actor.name']],
  [
    'an object type of the wrong case',
    { actor: { ...LEARNER, objectType: 'agent' } },
    ['not-one-of', '$.actor.objectType'],
  ],
  ['an anonymous group', { actor: GROUP }, null],
  ['an identified group', { actor: TEAM }, null],
  ['an anonymous group without members', { actor: { objectType: 'Group' } }, ['missing', '$.actor.member']],
  ['an anonymous group of nobody', { actor: { objectType: 'Group', member: [] } }, ['members', '$.actor']],
  ['a group inside a group', { actor: { ...GROUP, member: [TEAM] } }, ['not-one-of', '$.actor.member[0].objectType']],
  ['a group with two identifiers', { actor: { ...TEAM, mbox: LEARNER.mbox } }, ['identifiers', '$.actor']],
  ['an agent with members', { actor: { ...LEARNER, member: [LEARNER] } }, ['unknown-member', '$.actor.member']],
]);

both('verbs (Data 2.4.3)', [
  ['no display', { verb: { id: 'https://example.org/verbes/vu' } }, null],
  ['no id', { verb: { display: { fr: 'a vu' } } }, ['missing', '$.verb.id']],
  ['an id without a scheme', { verb: { id: 'vu' } }, ['iri', '$.verb.id']],
  ['an empty display', { verb: { id: 'https://example.org/v', display: {} } }, ['empty', '$.verb.display']],
  [
    'a display that is a text',
    { verb: { id: 'https://example.org/v', display: 'vu' } },
    ['not-an-object', '$.verb.display'],
  ],
  [
    'a language that is none',
    { verb: { id: 'https://example.org/v', display: { a12345: 'vu' } } },
    ['language', '$.verb.display.a12345'],
  ],
  [
    'a null in a language map',
    { verb: { id: 'https://example.org/v', display: { fr: null } } },
    ['null', '$.verb.display.fr'],
  ],
]);

both('objects (Data 2.4.4)', [
  ['an activity without a type', { object: { id: 'https://example.org/a' } }, null],
  ['an activity without an id', { object: { objectType: 'Activity' } }, ['missing', '$.object.id']],
  ['an agent', { object: LEARNER }, null],
  ['an agent without its type is no activity', { object: { mbox: LEARNER.mbox } }, ['unknown-member', '$.object.mbox']],
  ['a group', { object: TEAM }, null],
  ['a statement reference', { object: REF }, null],
  ['a reference without an id', { object: { objectType: 'StatementRef' } }, ['missing', '$.object.id']],
  ['a reference to no UUID', { object: { ...REF, id: 'x' } }, ['uuid', '$.object.id']],
  ['an unknown type', { object: { ...GESTURE, objectType: 'activity' } }, ['not-one-of', '$.object.objectType']],
  ['moreInfo that is no IRI', activity({ moreInfo: 'ici' }), ['iri', '$.object.definition.moreInfo']],
  ['type that is no IRI', activity({ type: 'scene' }), ['iri', '$.object.definition.type']],
  ['an empty name', activity({ name: {} }), ['empty', '$.object.definition.name']],
  ['an unknown member', activity({ titre: 'x' }), ['unknown-member', '$.object.definition.titre']],
]);

both('interactions (Data 2.4.4.1)', [
  [
    'choice with choices',
    activity({ interactionType: 'choice', choices: [{ id: 'a' }, { id: 'b', description: { fr: 'B' } }] }),
    null,
  ],
  ['likert with a scale', activity({ interactionType: 'likert', scale: [{ id: 'a' }] }), null],
  [
    'matching with both sides',
    activity({ interactionType: 'matching', source: [{ id: 'a' }], target: [{ id: 'a' }] }),
    null,
  ],
  ['performance with steps', activity({ interactionType: 'performance', steps: [{ id: 'a' }] }), null],
  ['responses', activity({ interactionType: 'true-false', correctResponsesPattern: ['true'] }), null],
  ['an unknown type', activity({ interactionType: 'Choice' }), ['not-one-of', '$.object.definition.interactionType']],
  [
    'no type',
    activity({ choices: [{ id: 'a' }] }),
    ['interaction-type-missing', '$.object.definition.interactionType'],
  ],
  [
    'a list of another type',
    activity({ interactionType: 'choice', scale: [{ id: 'a' }] }),
    ['component-not-allowed', '$.object.definition.scale'],
  ],
  [
    'a component without an id',
    activity({ interactionType: 'choice', choices: [{}] }),
    ['missing', '$.object.definition.choices[0].id'],
  ],
  [
    'two components of one id',
    activity({ interactionType: 'choice', choices: [{ id: 'a' }, { id: 'a' }] }),
    ['component-twice', '$.object.definition.choices[1].id'],
  ],
  [
    'responses that are no list',
    activity({ interactionType: 'choice', correctResponsesPattern: 'a' }),
    ['not-a-list', '$.object.definition.correctResponsesPattern'],
  ],
]);
