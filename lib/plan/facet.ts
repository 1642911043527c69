/** A part of a proxy that comes in alternatives, as data: which of them it is, with what is said of that one. */
export interface Facet {
  readonly kind: string;
}

/** What a facet with this kind is. */
export type OfKind<F extends Facet, K extends F['kind']> = Extract<F, { readonly kind: K }>;

/** A facet without its kind: what the factory of the alternative is given. */
export type PropsOf<F extends Facet> = Omit<F, 'kind'>;
