import { avro, bad, field, good, record } from './check.ts';

const one = record('R~', field('x', 'int'));
const two = record('R~', field('x', 'int'), field('y', 'string', { default: '' }));
const oneText = JSON.stringify(one);
const twoText = JSON.stringify(two);
const version = (number: number, id: string, schema: string, subject = '~read') => ({
  subject,
  version: number,
  id,
  schema,
});

export const reading = [
  good('first', 'POST /subjects/~read/versions', avro(one), { id: '<one>' }),
  good('second', 'POST /subjects/~read/versions', avro(two), { id: '<two>' }),
  good('another subject', 'POST /subjects/~read-other/versions', avro(one), { id: '<one>' }),

  good('the root', 'GET /', undefined, {}),
  good('the contexts', 'GET /contexts', undefined, ['.'], { global: true }),
  good('the types', 'GET /schemas/types', undefined, ['AVRO'], { global: true }),
  bad('an unknown path', 'GET /nothing', undefined, 404),
  bad('an unknown method', 'PUT /subjects', {}, 405),
  bad('a path of other clients', 'GET /associations/resources/-/topic', undefined, 404),

  good('subjects by prefix', 'GET /subjects?subjectPrefix=~read', undefined, ['~read', '~read-other']),
  good('none', 'GET /subjects?subjectPrefix=~nothing', undefined, []),
  good('the prefix of the default context', 'GET /subjects?subjectPrefix=:.:~read-', undefined, ['~read-other']),
  good('the versions', 'GET /subjects/~read/versions', undefined, [1, 2]),
  good('a subject of the default context', 'GET /subjects/:.:~read/versions', undefined, [1, 2]),
  good('a version', 'GET /subjects/~read/versions/1', undefined, version(1, '<one>', oneText)),
  good('the latest', 'GET /subjects/~read/versions/latest', undefined, version(2, '<two>', twoText)),
  good('the latest as -1', 'GET /subjects/~read/versions/-1', undefined, version(2, '<two>', twoText)),
  good('its text alone', 'GET /subjects/~read/versions/1/schema', undefined, one),
  good('the text of the latest', 'GET /subjects/~read/versions/latest/schema', undefined, two),
  bad('version 0', 'GET /subjects/~read/versions/0', undefined, 42202),
  bad('version -2', 'GET /subjects/~read/versions/-2', undefined, 42202),
  bad('version 2147483648', 'GET /subjects/~read/versions/2147483648', undefined, 42202),
  bad('a version that is no number', 'GET /subjects/~read/versions/first', undefined, 42202),
  bad('a version that is not there', 'GET /subjects/~read/versions/3', undefined, 40402),
  bad('its text', 'GET /subjects/~read/versions/3/schema', undefined, 40402),
  bad('a version of a subject nobody knows', 'GET /subjects/~nobody/versions/1', undefined, 40401),
  bad('the latest of a subject nobody knows', 'GET /subjects/~nobody/versions/latest', undefined, 40401),
  bad('who refers to a version that is not there', 'GET /subjects/~read/versions/3/referencedby', undefined, 40402),

  good('a schema by id', 'GET /schemas/ids/<one>', undefined, { schema: oneText }),
  good('for a subject', 'GET /schemas/ids/<one>?subject=~read', undefined, { schema: oneText }),
  good('its text alone', 'GET /schemas/ids/<two>/schema', undefined, two),
  good('its subjects', 'GET /schemas/ids/<one>/subjects', undefined, ['~read', '~read-other']),
  good('its versions', 'GET /schemas/ids/<one>/versions', undefined, [
    { subject: '~read', version: 1 },
    { subject: '~read-other', version: 1 },
  ]),
  bad('an id nobody has', 'GET /schemas/ids/2000000000', undefined, 40403),
  bad('its text', 'GET /schemas/ids/2000000000/schema', undefined, 40403),
  bad('its subjects', 'GET /schemas/ids/2000000000/subjects', undefined, 40403),
  bad('its versions', 'GET /schemas/ids/2000000000/versions', undefined, 40403),
  bad('an id that is no number', 'GET /schemas/ids/one', undefined, 404),
  good('all schemas by prefix', 'GET /schemas?subjectPrefix=~read', undefined, [
    version(1, '<one>', oneText),
    version(2, '<two>', twoText),
    version(1, '<one>', oneText, '~read-other'),
  ]),
  good('the latest of each', 'GET /schemas?subjectPrefix=~read&latestOnly=true', undefined, [
    version(2, '<two>', twoText),
    version(1, '<one>', oneText, '~read-other'),
  ]),
];
