import { ok } from '#lib/outcome.ts';
import { sameTextIdentity } from '#schemas/reader/envelope.ts';
import type { Translator } from '../translator.ts';

/**
 * `{"user_id": 7, "email": "a@b.c"}`, published to the default exchange without any properties. The number is the
 * company's own id. It carries no id: the same text twice is the same registration.
 */
const userRegistered: Translator = {
  queue: 'user_registered',
  whenAbsent: 'transient',
  translate: (message, body) => {
    const { user_id: employeeId, ...rest } = body;
    return ok({
      ...sameTextIdentity(message),
      type: 'user.registered',
      source: '/user_registered',
      time: message.properties.timestamp,
      subject: undefined,
      extensions: {},
      data: employeeId === undefined ? rest : { employeeId, ...rest },
    });
  },
};

export default userRegistered;
