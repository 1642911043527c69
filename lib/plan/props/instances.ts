import { type Kind, refused } from './kind.ts';

/** By this an object of ours is known to every copy of this package: a project may have it as CommonJS and as ES modules. */
const MARK = Symbol.for('websocket-proxy-constructs.class');

/** The classes that props take, by front end. */
export type MarkedClass =
  `${'cdk' | 'pulumi'}.${'Backend' | 'Compute' | 'LoadBalancing' | 'NginxConf' | 'RuntimeImage' | 'Scaling'}`;

/** Makes an object known as one of a class. */
export function mark(object: object, name: MarkedClass): void {
  Object.defineProperty(object, MARK, { value: name });
}

/** The class of ours that an object is of. */
export function markOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<symbol, unknown>>)[MARK] : undefined;
}

/**
 * An object of one of our classes.
 *
 * @param wayOut - how one is made
 */
export function marked<T>(name: MarkedClass, wayOut: string | ((value: unknown) => string)): Kind<T> {
  const [frontEnd = '', className = ''] = name.split('.');
  const takes = `a ${className}`;
  return {
    takes,
    read: (value, place) => {
      const found = markOf(value);
      if (found === name) return value as T;
      const other = typeof found === 'string' && found.endsWith(`.${className}`);
      throw refused(
        value,
        { takes: other ? `one of websocket-proxy-constructs/${frontEnd}` : takes },
        place,
        other ? 'import it from there' : typeof wayOut === 'string' ? wayOut : wayOut(value),
      );
    },
  };
}

/**
 * An object that has all of some members: it need not be of the class that this copy of its library has.
 *
 * @param takes - what it is: `a VPC`
 * @param wayOut - how one is made
 */
export function having<T>(
  takes: string,
  members: readonly (keyof T & string)[],
  wayOut: string | ((value: unknown) => string),
): Kind<T> {
  return {
    takes,
    read: (value, place) => {
      const has = (object: object): boolean => members.every((member) => member in object);
      if (typeof value === 'object' && value !== null && has(value)) return value as T;
      throw refused(value, { takes }, place, typeof wayOut === 'string' ? wayOut : wayOut(value));
    },
  };
}
