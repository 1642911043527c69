import type { Facet, OfKind, PropsOf } from '../facet.ts';
import { PlanError } from '../errors/plan-error.ts';
import { isPlainObject } from './described.ts';
import { marked, type MarkedClass } from './instances.ts';
import { type Kind, read, refused } from './kind.ts';

/** An alternative of a facet, and what its factory was given: what a front end's value class holds. */
export interface Alternative<K extends string = string> {
  readonly kind: K;
  readonly props: unknown;
}

/** An alternative as it is now: what the caller does with the object later changes nothing. */
export function alternative<const K extends string>(kind: K, props: unknown): Alternative<K> {
  return { kind, props: isPlainObject(props) ? { ...props } : props };
}

/** An object of a front end's value class for a facet. */
export interface FacetObject {
  /** The alternative that it is. */
  _bind(): Alternative;
}

/** What each alternative of a facet takes, by kind; one without a line does not compile. */
export type FacetKinds<F extends Facet, C> = { readonly [K in F['kind']]: Kind<PropsOf<OfKind<F, K>>, C> };

/**
 * An object of a front end's value class for a facet, read as data: which alternative it is, with each of its props.
 *
 * @param wayOut - how one is made
 */
export function facet<F extends Facet, C = unknown>(
  name: MarkedClass,
  kinds: FacetKinds<F, C>,
  wayOut: string,
): Kind<F, C> {
  const object = marked<FacetObject>(name, wayOut);
  const alternatives = kinds as Readonly<Record<string, Kind<object, C>>>;
  return {
    takes: object.takes,
    read: (value, place) => {
      const { kind, props } = object.read(value, place)._bind();
      const alternativeKind = Object.hasOwn(alternatives, kind) ? alternatives[kind] : undefined;
      // Of another version of this package.
      if (alternativeKind === undefined) throw refused(value, object, place, wayOut);
      return { ...read(alternativeKind, props, place), kind } as unknown as F;
    },
  };
}

/**
 * A facet as an object whose one member is named after its alternative and has that one's props, for languages without our classes.
 *
 * @param wayOut - how one is written
 */
export function facetMember<F extends Facet, C = unknown>(kinds: FacetKinds<F, C>, wayOut: string): Kind<F, C> {
  const alternatives = kinds as Readonly<Record<string, Kind<object, C>>>;
  const takes = `an object with one of ${Object.keys(alternatives).join(', ')}`;
  return {
    takes,
    read: (value, place) => {
      if (!isPlainObject(value)) throw refused(value, { takes }, place, wayOut);
      const given = Object.keys(value).filter((name) => value[name] !== undefined);
      const [kind = '', ...more] = given;
      const alternativeKind = Object.hasOwn(alternatives, kind) ? alternatives[kind] : undefined;
      if (alternativeKind === undefined || more.length > 0) {
        const has = given.length === 0 ? 'nothing' : given.join(', ');
        throw new PlanError(
          'WSPROXY_VALUE',
          `${place.setting} has ${has}, but takes one of ${Object.keys(alternatives).join(', ')}; ${wayOut}`,
        );
      }
      return { ...read(alternativeKind, value[kind], place), kind } as unknown as F;
    },
  };
}
