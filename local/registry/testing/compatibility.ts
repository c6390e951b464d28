import { avro, bad, field, good, record } from './check.ts';

const shape = (...fields: readonly object[]) => avro(record('V~', ...fields));
const int = field('x', 'int');
const long = field('x', 'long');
const added = field('y', 'int');
const addedWithDefault = field('y', 'int', { default: 0 });
const versions = 'POST /subjects/~comp/versions';
const check = 'POST /compatibility/subjects/~comp/versions';
const level = (name: string) =>
  good(`under ${name}`, 'PUT /config/~comp', { compatibility: name }, { compatibility: name });
const yes = { is_compatible: true };
const no = { is_compatible: false };

export const compatibility = [
  good('with a subject nobody knows', `${check}/latest`, shape(int), yes),
  good('or all its versions', check, shape(int), yes),
  bad('with a version of it', `${check}/1`, shape(int), 40402),
  good('the first', versions, shape(int), { id: '<int>' }),
  level('BACKWARD'),
  good('a new field with a default', `${check}/latest`, shape(int, addedWithDefault), yes),
  good('a new field without', `${check}/latest`, shape(int, added), no),
  good('a wider type', `${check}/1`, shape(long), yes),
  good('a type that cannot be read', `${check}/1`, shape(field('x', 'string')), no),
  good('a removed field', `${check}/latest`, shape(), yes),
  good('with all versions', check, shape(int, added), no),
  good('without reasons there is nothing to say', `${check}/latest?verbose=true`, shape(long), {
    ...yes,
    messages: [],
  }),
  bad('with a version that is not there', `${check}/9`, shape(int), 40402),
  bad('with a version that is no number', `${check}/first`, shape(int), 42202),
  bad('no schema', `${check}/latest`, avro('Nobody'), 42201),
  bad('what cannot be read is not registered', versions, shape(int, added), 40901),
  good('what can is', versions, shape(long), { id: '<long>' }),
  level('FORWARD'),
  good('a new field without a default', `${check}/latest`, shape(long, added), yes),
  good('a removed field', `${check}/latest`, shape(), no),
  good('a narrower type', `${check}/latest`, shape(int), yes),
  bad('what others cannot read is not registered', versions, shape(), 40901),
  level('FULL'),
  good('a new field with a default', `${check}/latest`, shape(long, addedWithDefault), yes),
  good('a new field without', `${check}/latest`, shape(long, added), no),
  good('another type', `${check}/latest`, shape(field('x', 'double')), no),
  good('a version of one level is compared under another', `${check}/1`, shape(long), no),
  level('BACKWARD'),
  good('with the newest alone', check, shape(field('x', 'double')), yes),
  good('removed', versions, shape(), { id: '<none>' }),
  good('a type that the first version does not have', check, shape(field('x', 'string', { default: '' })), yes),
  level('BACKWARD_TRANSITIVE'),
  good('counts with all', check, shape(field('x', 'string', { default: '' })), no),
  bad('and is not registered', versions, shape(field('x', 'string', { default: '' })), 40901),
  level('FULL_TRANSITIVE'),
  good('the same schema', check, shape(), no),
  level('NONE'),
  good('anything goes', check, avro('string'), yes),
  good('and is registered', versions, avro('string'), { id: '<string>' }),
  level('FULL_TRANSITIVE'),
  good('what is registered already is not compared', versions, shape(int), { id: '<int>' }),
  good('logical types do not count', 'POST /subjects/~logical/versions', avro({ type: 'int', logicalType: 'date' }), {
    id: '<date>',
  }),
  good('for compatibility', 'POST /subjects/~logical/versions', avro({ type: 'int', logicalType: 'time-millis' }), {
    id: '<time>',
  }),
  good('a level per subject', 'PUT /config/~names', { compatibility: 'FULL' }, { compatibility: 'FULL' }),
  good('a record', 'POST /subjects/~names/versions', avro(record('here.N~', int)), { id: '<here>' }),
  good('in another namespace is compatible', 'POST /subjects/~names/versions', avro(record('there.N~', int)), {
    id: '<there>',
  }),
  bad('under another name it is not', 'POST /subjects/~names/versions', avro(record('there.M~', int)), 40901),
];
