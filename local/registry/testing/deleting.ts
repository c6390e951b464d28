import { avro, bad, field, good, record } from './check.ts';

const one = record('D~', field('x', 'int'));
const two = record('D~', field('x', 'int'), field('y', 'int', { default: 0 }));
const oneText = JSON.stringify(one);
const versions = '/subjects/~del/versions';

export const deleting = [
  good('first', `POST ${versions}`, avro(one), { id: '<one>' }),
  good('second', `POST ${versions}`, avro(two), { id: '<two>' }),

  bad('a version of a subject nobody knows', 'DELETE /subjects/~nobody/versions/1', undefined, 40401),
  bad('a version that is not there', `DELETE ${versions}/3`, undefined, 40402),
  bad('a version that is no number', `DELETE ${versions}/first`, undefined, 42202),
  bad('for good before softly', `DELETE ${versions}/1?permanent=true`, undefined, 40407),
  good('softly', `DELETE ${versions}/1`, undefined, 1),
  bad('softly twice', `DELETE ${versions}/1`, undefined, 40406),
  bad('it is no longer read', `GET ${versions}/1`, undefined, 40402),
  good('but for who asks for deleted ones', `GET ${versions}/1?deleted=true`, undefined, {
    subject: '~del',
    version: 1,
    id: '<one>',
    schema: oneText,
  }),
  good('nor listed', `GET ${versions}`, undefined, [2]),
  good('but with the deleted ones', `GET ${versions}?deleted=true`, undefined, [1, 2]),
  good('or them alone', `GET ${versions}?deletedOnly=true`, undefined, [1]),
  good('its id can still be read: records carry it', 'GET /schemas/ids/<one>', undefined, { schema: oneText }),
  good('though no subject has it', 'GET /schemas/ids/<one>/subjects', undefined, []),
  good('but for who asks for deleted ones', 'GET /schemas/ids/<one>/subjects?deleted=true', undefined, ['~del']),
  bad('it is not found by its text', 'POST /subjects/~del', avro(one), 40403),
  good('but for who asks for deleted ones', 'POST /subjects/~del?deleted=true', avro(one), {
    subject: '~del',
    version: 1,
    id: '<one>',
    schema: oneText,
  }),
  good('registered again it keeps its id', `POST ${versions}`, avro(one), { id: '<one>' }),
  good('and is a new version', `GET ${versions}?deleted=true`, undefined, [2, 3]),
  good('the latest by name', `DELETE ${versions}/latest`, undefined, 3),
  good('for good', `DELETE ${versions}/3?permanent=true`, undefined, 3),
  bad('then it is gone', `GET ${versions}/3?deleted=true`, undefined, 40402),
  bad('with its id', 'GET /schemas/ids/<one>', undefined, 40403),

  bad('a subject nobody knows', 'DELETE /subjects/~nobody', undefined, 40401),
  bad('a subject for good before softly', 'DELETE /subjects/~del?permanent=true', undefined, 40405),
  good('a level of its own', 'PUT /config/~del', { compatibility: 'FULL' }, { compatibility: 'FULL' }),
  good('a subject softly', 'DELETE /subjects/~del', undefined, [2]),
  bad('twice', 'DELETE /subjects/~del', undefined, 40404),
  bad('its versions are not listed', `GET ${versions}`, undefined, 40401),
  good('but with the deleted ones', `GET ${versions}?deleted=true`, undefined, [2]),
  bad('it has no latest', `GET ${versions}/latest`, undefined, 40401),
  good('it is no subject', 'GET /subjects?subjectPrefix=~del', undefined, []),
  good('but with the deleted ones', 'GET /subjects?subjectPrefix=~del&deleted=true', undefined, ['~del']),
  good('or them alone', 'GET /subjects?subjectPrefix=~del&deletedOnly=true', undefined, ['~del']),
  bad('it has no schemas', 'POST /subjects/~del', avro(two), 40401),
  good('its schemas are listed with the deleted ones', 'GET /schemas?subjectPrefix=~del&deleted=true', undefined, [
    { subject: '~del', version: 2, id: '<two>', schema: JSON.stringify(two) },
  ]),
  good('nothing is compared with what is deleted', `POST ${versions}`, avro(record('Other~')), { id: '<other>' }),
  good('numbers go on', `GET ${versions}`, undefined, [3]),
  good('softly again', 'DELETE /subjects/~del', undefined, [3]),
  good('for good', 'DELETE /subjects/~del?permanent=true', undefined, [2, 3]),
  bad('nothing is left', 'DELETE /subjects/~del?permanent=true', undefined, 40401),
  bad('not even its level', 'GET /config/~del', undefined, 40408),
  good('it begins at one', `POST ${versions}`, avro(two), { id: '<new>' }),
  good('again', `GET ${versions}?deleted=true`, undefined, [1]),

  good('what is referred to', 'POST /subjects/~del-base/versions', avro(record('Base~')), { id: '<base>' }),
  good(
    'by a schema',
    'POST /subjects/~del-user/versions',
    avro(record('User~', field('b', 'Base~')), {
      references: [{ name: 'Base~', subject: '~del-base', version: 1 }],
    }),
    { id: '<user>' },
  ),
  bad('stays', 'DELETE /subjects/~del-base/versions/1', undefined, 42206),
  good('until that schema', 'DELETE /subjects/~del-user', undefined, [1]),
  good('is deleted', 'DELETE /subjects/~del-base/versions/1', undefined, 1),
];
