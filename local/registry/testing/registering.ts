import { avro, bad, field, good, record } from './check.ts';

const a = record('A~', field('x', 'int'));
const aText = '{"type":"record","name":"A~","fields":[{"name":"x","type":"int"}]}';
const spaced = { name: 'S~', type: 'record', namespace: 'n', fields: [{ type: { type: 'string' }, name: 'x' }] };
const full = record('n.S~', field('x', 'string'));
const money = record('m.Money~', field('amount', 'long'));
const bill = record('m.Bill~', field('sum', 'm.Money~'));
const to = (subject: string) => `POST /subjects/~${subject}/versions`;
const reference = { name: 'm.Money~', subject: '~money', version: 1 };
const withReference = { references: [reference] };

export const registering = [
  bad('an unknown subject has no versions', 'GET /subjects/~reg/versions', undefined, 40401),
  good('a new schema gets an id', to('reg'), avro(a), { id: '<a>' }),
  good('the same schema has the same id', to('reg'), avro(a), { id: '<a>' }),
  good('and stays one version', 'GET /subjects/~reg/versions', undefined, [1]),
  good('white space does not make another schema', to('reg'), { schema: JSON.stringify(a, null, 2) }, { id: '<a>' }),
  good('the same schema has its id in other subjects', to('reg2'), avro(a), { id: '<a>' }),
  good('schemaType AVRO may be given', to('reg'), avro(a, { schemaType: 'AVRO' }), { id: '<a>' }),
  good('attributes that a client does not use are null', to('reg'), avro(a, { references: null }), { id: '<a>' }),
  good('another doc is another schema', to('reg'), avro({ ...a, doc: 'what' }), { id: '<doc>' }),
  good('and another version', 'GET /subjects/~reg/versions', undefined, [1, 2]),
  good('a custom attribute is another schema', to('reg'), avro({ ...a, owner: 'hr' }), { id: '<owner>' }),
  good('namespace and name', to('spaced'), avro(spaced), { id: '<spaced>' }),
  good('are the same as a full name', to('spaced'), avro(full), { id: '<spaced>' }),
  good('the query parameter normalize is taken', `${to('reg')}?normalize=false`, avro(a), { id: '<a>' }),
  good('application/json is taken', to('reg'), avro(a), { id: '<a>' }, { contentType: 'application/json' }),
  good(
    'and the type without version',
    to('reg'),
    avro(a),
    { id: '<a>' },
    {
      contentType: 'application/vnd.schemaregistry+json; charset=utf-8',
    },
  ),
  bad('other content types are not', to('reg'), avro(a), 415, { contentType: 'text/plain' }),
  bad('no JSON', to('reg'), '{', 400),
  bad('no schema', to('reg'), {}, 42201),
  bad('an empty schema', to('reg'), { schema: '' }, 42201),
  bad('a schema that is no JSON', to('reg'), { schema: '{' }, 42201),
  bad('an unknown name', to('reg'), avro('Nobody'), 42201),
  bad('a record without fields', to('reg'), avro({ type: 'record', name: 'R' }), 42201),
  bad('a default that does not fit', to('reg'), avro(record('R', field('x', 'int', { default: 'a' }))), 42201),
  bad('an unknown kind of schema', to('reg'), avro(a, { schemaType: 'COBOL' }), 42201),
  bad(
    'a schema nested without end',
    to('reg'),
    { schema: `${'{"type":"array","items":'.repeat(50_000)}"int"${'}'.repeat(50_000)}` },
    42201,
  ),
  bad('a body without end', to('reg'), avro({ ...a, doc: 'x'.repeat(5_000_000) }), 42209, { global: true }),
  bad('an id outside import mode', to('reg'), avro(record('Own~'), { id: 4711 }), 42205),
  bad('a version that is not the next', to('reg'), avro({ ...a, doc: 'seven' }, { version: 77 }), 42202),
  good(
    'a union default of a later branch',
    to('union'),
    avro(record('U~', field('x', ['null', 'int'], { default: 7 }))),
    {
      id: '<u>',
    },
  ),
  good('names with slashes and umlauts are subjects', 'POST /subjects/~a%2Fb%C3%BC/versions', avro(a), { id: '<a>' }),
  good('and come back whole', 'GET /subjects?subjectPrefix=~a%2F', undefined, ['~a/bü']),
  bad('the name of the global settings is no subject', 'POST /subjects/__GLOBAL/versions', avro(a), 42208),

  good('what is referred to', to('money'), avro(money), { id: '<money>' }),
  bad('a name without its reference', to('bill'), avro(bill), 42201),
  bad(
    'a reference to a subject nobody knows',
    to('bill'),
    avro(bill, { references: [{ ...reference, subject: '~no' }] }),
    42201,
  ),
  bad(
    'a reference to a version nobody knows',
    to('bill'),
    avro(bill, { references: [{ ...reference, version: 9 }] }),
    42201,
  ),
  good('a name with its reference', to('bill'), avro(bill, withReference), { id: '<bill>' }),
  good('the same again', to('bill'), avro(bill, withReference), { id: '<bill>' }),
  good('the references come back', 'GET /schemas/ids/<bill>', undefined, {
    schema: '{"type":"record","name":"Bill~","namespace":"m","fields":[{"name":"sum","type":"Money~"}]}',
    references: [reference],
  }),
  good('who refers', 'GET /subjects/~money/versions/1/referencedby', undefined, ['<bill>']),
  good('nobody refers', 'GET /subjects/~bill/versions/1/referencedby', undefined, []),
  bad('what is referred to stays', 'DELETE /subjects/~money/versions/1', undefined, 42206),
  bad('with its subject', 'DELETE /subjects/~money', undefined, 42206),

  good('looking a schema up', 'POST /subjects/~reg', avro(a), {
    subject: '~reg',
    version: 1,
    id: '<a>',
    schema: aText,
  }),
  good('with its references', 'POST /subjects/~bill', avro(bill, withReference), {
    subject: '~bill',
    version: 1,
    id: '<bill>',
    schema: '{"type":"record","name":"Bill~","namespace":"m","fields":[{"name":"sum","type":"Money~"}]}',
    references: [reference],
  }),
  bad('in a subject nobody knows', 'POST /subjects/~nobody', avro(a), 40401),
  bad('that the subject does not have', 'POST /subjects/~spaced', avro(a), 40403),
  bad('that is none', 'POST /subjects/~reg', avro('Nobody'), 42201),
];
