import { type Call, problem, type Reply } from './signing.ts';

interface Choice {
  readonly kind: string;
  readonly channel: string;
  readonly wanted: boolean;
  readonly fixed: boolean;
}

const ok = (body: unknown): Reply => ({ status: 200, body });
const minuteMs = 60_000;
const titles = { en: 'Olena asks for leave', uk: 'Олена просить відпустку' } as const;

/** Notices and choices as the page sees them. */
export class NoticeService {
  readonly notices = Array.from({ length: 40 }, (_, at) => ({
    id: `notice-${40 - at}`,
    kind: at % 2 === 0 ? 'approval' : 'request',
    place: '/approvals',
    at: Date.now() - at * 7 * minuteMs,
    readAt: at < 3 ? null : Date.now(),
  }));
  choices: readonly Choice[] = ['approval', 'request', 'account'].flatMap((kind) =>
    ['mail', 'page'].map((channel) => ({ kind, channel, wanted: true, fixed: kind === 'account' })),
  );

  get unread(): number {
    return this.notices.filter(({ readAt }) => readAt === null).length;
  }

  /** null: not for this service. */
  answer({ method, path, query, body }: Call): Reply | null {
    const at = `${method} ${path.replace('/api/notification/', '')}`;
    if (at === 'GET notices') return ok(this.#page(query));
    if (at === 'GET choices') return ok({ choices: this.choices });
    if (at === 'PUT choices') return this.#choose(body as unknown as Choice);
    if (at === 'POST read-all') return this.#read(() => true);
    const [, id] = /^POST notices\/([^/]+)\/read$/.exec(at) ?? [];
    return id === undefined ? null : this.#read((one) => one === id);
  }

  #page(query: URLSearchParams) {
    const before = Number(query.get('before') ?? 41);
    const title = titles[query.get('language') === 'uk' ? 'uk' : 'en'];
    const number = ({ id }: { id: string }) => Number(id.slice('notice-'.length));
    const rows = this.notices.filter((one) => number(one) < before).slice(0, Number(query.get('limit')));
    const last = rows.at(-1);
    const next = last === undefined || number(last) === 1 ? null : number(last);
    return {
      notices: rows.map((one) => ({ ...one, title: `${title} ${number(one)}`, text: '10–14.' })),
      next,
      unread: this.unread,
    };
  }

  #choose({ kind, channel, wanted }: Choice): Reply {
    if (kind === 'account') return problem(422, 'invalid_input');
    const changed = (one: Choice) => one.kind === kind && one.channel === channel;
    this.choices = this.choices.map((one) => (changed(one) ? { ...one, wanted } : one));
    return ok({ choices: this.choices });
  }

  #read(which: (id: string) => boolean): Reply {
    for (const [at, one] of this.notices.entries())
      if (which(one.id)) this.notices[at] = { ...one, readAt: one.readAt ?? Date.now() };
    return { status: 204, body: null };
  }
}
