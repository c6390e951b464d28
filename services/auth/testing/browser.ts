export interface Page {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

export interface BrowserOptions {
  readonly ip?: string;
  readonly agent?: string;
}

/** Somebody at a page of `address`: keeps cookies, sends the CSRF token and the access token as the page would. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #address: string;
  readonly #headers: Readonly<Record<string, string>>;
  token: string | undefined;

  constructor(address: string, { ip = '203.0.113.7', agent = 'Browser of the tests' }: BrowserOptions = {}) {
    this.#address = address;
    this.#headers = { 'x-forwarded-for': ip, 'user-agent': agent };
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Page> {
    const csrf = this.cookies.get('leaveline_csrf');
    const response = await fetch(`${this.#address}${path}`, {
      method,
      headers: {
        ...this.#headers,
        ...(this.cookies.size > 0 && { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') }),
        ...(csrf !== undefined && { 'x-csrf-token': csrf }),
        ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    const answered = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null;
    if (answered?.accessToken) this.token = answered.accessToken;
    return { status: response.status, headers: response.headers, body: answered };
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
