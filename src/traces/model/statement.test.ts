import { describe, expect, test } from 'vitest';
import { ATTACHMENT, both, context, GROUP, hold, type Line, REF, result, SUB, TEAM } from '../fixtures/hold.ts';
import { COMPLETED, GESTURE, LEARNER, SCENE_ENDED } from '../fixtures.ts';
import { checkStatement } from './bounds.ts';

both('results (Data 2.4.5)', [
  ['a whole result', { result: SCENE_ENDED.result }, null],
  ['scaled too high', result({ score: { scaled: 1.1 } }), ['scaled', '$.result.score.scaled']],
  ['min above max', result({ score: { min: 2, max: 1 } }), ['score-order', '$.result.score.min']],
  ['raw under min', result({ score: { raw: 0, min: 1, max: 2 } }), ['score-order', '$.result.score.raw']],
  ['raw above max', result({ score: { raw: 3, max: 2 } }), ['score-order', '$.result.score.raw']],
  ['a number as a text', result({ score: { max: '100' } }), ['not-a-number', '$.result.score.max']],
  ['a boolean as a text', result({ completion: 'false' }), ['not-a-boolean', '$.result.completion']],
  ['a response that is a number', result({ response: 1 }), ['not-a-text', '$.result.response']],
  ['weeks', result({ duration: 'P4W' }), null],
  ['weeks and days', result({ duration: 'P4W1D' }), ['duration', '$.result.duration']],
  ['years to hundredths', result({ duration: 'P3Y1M29DT4H35M59.14S' }), null],
  ['nothing after T', result({ duration: 'P1DT' }), ['duration', '$.result.duration']],
  ['a fraction before the last number', result({ duration: 'PT1.5H2M' }), ['duration', '$.result.duration']],
  ['a null extension', result({ extensions: { 'https://example.org/x': null } }), null],
  ['an extension without an IRI', result({ extensions: { x: 1 } }), ['iri', '$.result.extensions.x']],
]);

both('contexts (Data 2.4.6)', [
  ['a whole context', { context: SCENE_ENDED.context }, null],
  ['a registration that is no UUID', context({ registration: 'x' }), ['uuid', '$.context.registration']],
  ['null', context({ registration: null }), ['null', '$.context.registration']],
  ['an instructor without identifier', context({ instructor: { name: 'x' } }), ['identifiers', '$.context.instructor']],
  ['a team that is an agent', context({ team: LEARNER }), ['not-one-of', '$.context.team.objectType']],
  ['one activity alone', context({ contextActivities: { parent: GESTURE } }), null],
  [
    'an unknown list',
    context({ contextActivities: { next: [] } }),
    ['unknown-member', '$.context.contextActivities.next'],
  ],
  [
    'an activity without id in a list',
    context({ contextActivities: { other: [{}] } }),
    ['missing', '$.context.contextActivities.other[0].id'],
  ],
  ['a language that is none', context({ language: 'a12345' }), ['language', '$.context.language']],
  [
    'revision beside an agent',
    { object: LEARNER, context: { revision: '1' } },
    ['activity-only', '$.context.revision'],
  ],
  ['platform beside a reference', { object: REF, context: { platform: 'x' } }, ['activity-only', '$.context.platform']],
  ['a statement', context({ statement: REF }), null],
  ['a statement that is none', context({ statement: { id: REF.id } }), ['missing', '$.context.statement.objectType']],
  ['context agents in 1.0', context({ contextAgents: [] }), ['unknown-member', '$.context.contextAgents'], '1.0'],
  [
    'context agents',
    context({
      contextAgents: [{ objectType: 'contextAgent', agent: LEARNER, relevantTypes: ['https://example.org/t'] }],
    }),
    null,
    '2.0',
  ],
  [
    'no relevant type',
    context({ contextAgents: [{ objectType: 'contextAgent', agent: LEARNER, relevantTypes: [] }] }),
    ['empty', '$.context.contextAgents[0].relevantTypes'],
    '2.0',
  ],
  [
    'a relevant type that is no IRI',
    context({ contextAgents: [{ objectType: 'contextAgent', agent: LEARNER, relevantTypes: ['x'] }] }),
    ['iri', '$.context.contextAgents[0].relevantTypes[0]'],
    '2.0',
  ],
  [
    'another object type',
    context({ contextAgents: [{ objectType: 'Agent', agent: LEARNER }] }),
    ['not-one-of', '$.context.contextAgents[0].objectType'],
    '2.0',
  ],
  ['context groups', context({ contextGroups: [{ objectType: 'contextGroup', group: TEAM }] }), null, '2.0'],
  [
    'a context group without its group',
    context({ contextGroups: [{ objectType: 'contextGroup' }] }),
    ['missing', '$.context.contextGroups[0].group'],
    '2.0',
  ],
]);

both('timestamps and attachments (Data 2.4.7, 2.4.11)', [
  ['UTC', { timestamp: '2027-01-11T09:00:00.123456Z' }, null],
  ['an offset', { timestamp: '2027-01-11T09:00:00+01:00' }, null],
  ['a space', { timestamp: '2008-09-15 15:53:00.601+00:00' }, null],
  ['no offset, in 1.0', { timestamp: '2027-01-11T09:00:00' }, null, '1.0'],
  ['no offset, in 2.0', { timestamp: '2027-01-11T09:00:00' }, ['timestamp', '$.timestamp'], '2.0'],
  ['the basic form, in 1.0', { timestamp: '20270111T090000Z' }, null, '1.0'],
  ['-00', { timestamp: '2008-09-15T15:53:00.601-00' }, ['negative-zero-offset', '$.timestamp'], '1.0'],
  ['-0000', { timestamp: '2008-09-15T15:53:00.601-0000' }, ['negative-zero-offset', '$.timestamp']],
  ['-00:00', { timestamp: '2008-09-15T15:53:00.601-00:00' }, ['negative-zero-offset', '$.timestamp']],
  ['31 February', { timestamp: '2027-02-31T09:00:00Z' }, ['timestamp', '$.timestamp']],
  ['another form', { timestamp: '01/011/2015' }, ['timestamp', '$.timestamp']],
  ['an attachment', { attachments: [ATTACHMENT] }, null],
  [
    'an attachment without a digest',
    { attachments: [{ ...ATTACHMENT, sha2: undefined }] },
    ['not-a-text', '$.attachments[0].sha2'],
  ],
  [
    'a length that is a text',
    { attachments: [{ ...ATTACHMENT, length: '27' }] },
    ['not-a-count', '$.attachments[0].length'],
  ],
  [
    'a display that is a text',
    { attachments: [{ ...ATTACHMENT, display: 'x' }] },
    ['not-an-object', '$.attachments[0].display'],
  ],
  [
    'a media type that is none',
    { attachments: [{ ...ATTACHMENT, contentType: 'photo' }] },
    ['media-type', '$.attachments[0].contentType'],
  ],
  [
    'a file without a scheme',
    { attachments: [{ ...ATTACHMENT, fileUrl: 'photo.jpg' }] },
    ['iri', '$.attachments[0].fileUrl'],
  ],
]);

describe('what a statement alone may have', () => {
  const lines: readonly Line[] = [
    ['an id in any case', { id: REF.id.toUpperCase() }, null],
    ['an id too long', { id: `${REF.id}8` }, ['uuid', '$.id']],
    ['an unknown member', { Actor: LEARNER }, ['unknown-member', '$.Actor']],
    ['version 1.0.9', { version: '1.0.9' }, null],
    ['version 1.0', { version: '1.0' }, null],
    ['version 0.9.9', { version: '0.9.9' }, ['version', '$.version']],
    ['version 1.1.0', { version: '1.1.0' }, ['version', '$.version']],
    ['version 2.0.0 in 1.0', { version: '2.0.0' }, ['version', '$.version'], '1.0'],
    ['version 2.0.0 in 2.0', { version: '2.0.0' }, null, '2.0'],
    ['an authority', { authority: LEARNER }, null],
    [
      'an authority of three',
      { authority: { ...GROUP, member: [LEARNER, LEARNER, LEARNER] } },
      ['authority-members', '$.authority'],
    ],
    ['an authority of two', { authority: { ...GROUP, member: [LEARNER, LEARNER] } }, null],
    ['voiding by reference', { verb: { id: 'http://adlnet.gov/expapi/verbs/voided' }, object: REF }, null],
    ['voiding an activity', { verb: { id: 'http://adlnet.gov/expapi/verbs/voided' } }, ['voiding-object', '$.object']],
    ['a SubStatement in a SubStatement', { object: { ...SUB, object: SUB } }, ['nested', '$.object.object']],
    ['a SubStatement with an id', { object: { ...SUB, id: REF.id } }, ['unknown-member', '$.object.id']],
    [
      'a SubStatement with an authority',
      { object: { ...SUB, authority: LEARNER } },
      ['unknown-member', '$.object.authority'],
    ],
    ['a SubStatement with a version', { object: { ...SUB, version: '1.0.0' } }, ['unknown-member', '$.object.version']],
  ];
  test.each(lines.map((line) => [line[0], line] as const))('%s', (_name, line) =>
    hold([line], (over) => ({ ...COMPLETED, ...over }), '$'),
  );
  test('a member named __proto__ is a member like another, and unknown', () => {
    const told = JSON.parse(JSON.stringify(COMPLETED).replace('{', '{"__proto__":{"id":"x"},')) as unknown;
    expect(checkStatement(told, '1.0')).toMatchObject({ code: 'unknown-member', path: ['__proto__'] });
  });
  test.each(['actor', 'verb', 'object'])('%s is required', (name) => {
    const { [name]: _, ...rest } = COMPLETED as Record<string, unknown>;
    expect(checkStatement(rest, '2.0')).toMatchObject({ code: 'missing', path: [name] });
  });
});
