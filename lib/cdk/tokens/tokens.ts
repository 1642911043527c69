import { Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { PlanError } from '../../plan/index.ts';
import { isPlainObject } from '../../plan/props/index.ts';

/** A number that is a token, as it looks within a text. */
const NUMBER = /-\d\.\d+e\+\d+/g;

/** What CloudFormation puts in the place of a secret's name. */
const SECRET = /\{\{resolve:(?:secretsmanager|ssm-secure):/;

/** A text whose number tokens are string tokens, as they are told apart from numbers only then. */
export function withNumberTokens(text: string): string {
  return text.replaceAll(NUMBER, (written) => {
    const number = Number(written);
    return Token.isUnresolved(number) ? Tokenization.stringifyNumber(number) : written;
  });
}

/**
 * A text with something else in the place of each token that is a string.
 *
 * @param replace - called with the token and its place in the text
 */
function replaceTokens(text: string, replace: (token: string, offset: number) => string): string {
  let end = 0;
  const fragments = Tokenization.reverseString(text).mapTokens({
    mapToken: (resolvable) => {
      const token = Token.asString(resolvable);
      const offset = text.indexOf(token, end);
      end = offset + token.length;
      return replace(token, offset);
    },
  });
  return String(fragments.join({ join: (left, right) => `${String(left)}${String(right)}` }));
}

/** What a look-up in the account is until the CDK's command line has made it, which it does only for an app that gets through until then. */
const PENDING_LOOKUP = /dummy-value-for-[^\s;"'{}]*/g;

/** Whether a text is, or has in it, what is looked up in the account yet: `StringParameter.valueFromLookup()`. */
export function isPendingLookup(text: string): boolean {
  return text.search(PENDING_LOOKUP) >= 0;
}

/** A text with a number, which may stand wherever a text, a time, a size may, for what is looked up yet. */
export function withoutPendingLookups(text: string): string {
  return text.replaceAll(PENDING_LOOKUP, '1');
}

/**
 * A value whose tokens are texts: what `Fn.conditionIf()` returns is an object.
 *
 * @param name - what it is called in messages
 * @throws PlanError for a list that is a token: how many texts it has, nothing here knows
 */
export function withTextTokens(name: string, value: unknown): unknown {
  if (typeof value === 'string') return withoutPendingLookups(value);
  if (Array.isArray(value)) {
    if (Token.isUnresolved(value)) {
      throw new PlanError(
        'WSPROXY_KNOWN_LATE',
        `${name} is a list that is known to the deployment only, but its texts are counted before; give them one by one, by Fn.select(0, …)`,
      );
    }
    return value.map((item, index) => withTextTokens(`${name}[${index}]`, item));
  }
  if (Tokenization.isResolvable(value)) return Token.asString(value);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withTextTokens(`${name}.${key}`, member)]),
  );
}

/** A value in which the tokens of texts and numbers are others, which may stand wherever a token may: the value itself if there are none. */
export function knownPart<T>(value: T): T {
  return new StandIns().hide(value);
}

/**
 * A value as JSON, with tokens wherever they are in it, in keys as well. What the deployment fills in comes into the text as it is; what is
 * known when the app is synthesized is escaped for JSON.
 */
export function toJson(scope: IConstruct, value: unknown): string {
  const stack = Stack.of(scope);
  return replaceTokens(withNumberTokens(JSON.stringify(value)), (token) => {
    const resolved: unknown = stack.resolve(token);
    return typeof resolved === 'string' ? JSON.stringify(resolved).slice(1, -1) : token;
  });
}

/** Whether the deployment fills in a secret somewhere in a value. */
export function hasSecret(scope: IConstruct, value: unknown): boolean {
  return SECRET.test(JSON.stringify(Stack.of(scope).resolve(JSON.stringify(value))));
}

/** Where an address stands, which is no number. */
const BEFORE_ADDRESS = /(?:\bresolver\s[^;{}]*|"addresses":\[[^\]]*)$/;

/**
 * Numbers in the place of tokens, for what takes a configuration apart by its texts: a number may be a text, a time, a size, a port, a part of
 * a name, while a token looks like a variable of nginx. Where only an address may stand, they are one.
 */
export class StandIns {
  readonly #tokens = new Map<string, string>();

  /** A value without tokens: the value itself if there are none in it. */
  hide<T>(value: T): T {
    if (value === undefined) return value;
    const text = JSON.stringify(value);
    const hidden = this.hideIn(text);
    return hidden === text ? value : (JSON.parse(hidden) as T);
  }

  hideIn(given: string): string {
    const text = withNumberTokens(given);
    return replaceTokens(text, (token, offset) => {
      const kind = BEFORE_ADDRESS.test(text.slice(0, offset)) ? '10.255.' : '';
      const known = [...this.#tokens].find(
        ([each, of]) => of === token && each.startsWith('10.255.') === (kind !== ''),
      );
      if (known !== undefined) return known[0];
      const free = this.#free(text, kind);
      this.#tokens.set(free, token);
      return free;
    });
  }

  /** A value with its tokens again. */
  show<T>(value: T): T {
    const text = JSON.stringify(value);
    const shown = [...this.#tokens].reduce((json, [standIn, token]) => {
      const alone = new RegExp(`(?<=[[:,])${standIn}(?=[\\],}])`, 'g');
      return json.replaceAll(alone, () => numberToken(token)).replaceAll(standIn, () => token);
    }, text);
    return shown === text ? value : (JSON.parse(shown) as T);
  }

  /** What isn't in a text yet, of numbers that may be ports, too. */
  #free(text: string, kind: string): string {
    for (let port = 65_432; port > 9999; port -= 1) {
      const standIn = kind === '' ? String(port) : `${kind}${port >> 8}.${port & 255}`;
      if (!this.#tokens.has(standIn) && !text.includes(standIn)) return standIn;
    }
    throw new PlanError(
      'WSPROXY_KNOWN_LATE',
      'has more values that only the deployment knows than a configuration may have; use fewer',
    );
  }
}

function numberToken(token: string): string {
  const { firstToken } = Tokenization.reverseString(token);
  return firstToken === undefined ? token : String(Token.asNumber(firstToken));
}
