/** What the compiler shows who takes a construct from the package's root: as a type it can be neither constructed nor called. */
type Elsewhere<Name extends string> =
  `import ${Name} from 'websocket-proxy-constructs/cdk' or from 'websocket-proxy-constructs/pulumi'`;

/**
 * Stands in the package's root for what only `/cdk` and `/pulumi` have: whoever uses it is told where it is.
 *
 * @param members - the static members of both, which say so, too
 */
function elsewhere<const Name extends string>(name: Name, members: readonly string[] = []): Elsewhere<Name> {
  const tell = (): never => {
    throw new Error(
      `${name} is not in 'websocket-proxy-constructs'; import it from 'websocket-proxy-constructs/cdk' or from 'websocket-proxy-constructs/pulumi'`,
    );
  };
  // A function may be constructed, and extended
  function stand(): void {
    tell();
  }
  for (const member of members) Object.defineProperty(stand, member, { get: tell });
  return stand as unknown as Elsewhere<Name>;
}

/** @deprecated Import it from `websocket-proxy-constructs/cdk` or from `websocket-proxy-constructs/pulumi`. */
export const WebSocketProxy = elsewhere('WebSocketProxy', [
  'isConstruct',
  'isInstance',
  'fromWebSocketProxyAttributes',
]);

/** @deprecated Import it from `websocket-proxy-constructs/cdk` or from `websocket-proxy-constructs/pulumi`. */
export const Backend = elsewhere('Backend', ['url', 'service']);

/** @deprecated Import it from `websocket-proxy-constructs/cdk` or from `websocket-proxy-constructs/pulumi`. */
export const RuntimeImage = elsewhere('RuntimeImage', [
  'fromAsset',
  'fromDockerBuild',
  'fromRegistry',
  'fromEcrRepository',
  'onNodeImage',
]);

/** @deprecated Import it from `websocket-proxy-constructs/cdk` or from `websocket-proxy-constructs/pulumi`. */
export const NginxConf = elsewhere('NginxConf', ['fromFile', 'fromText', 'fromConfig']);

/** @deprecated Import it from `websocket-proxy-constructs/cdk` or from `websocket-proxy-constructs/pulumi`. */
export const LoadBalancing = elsewhere('LoadBalancing', ['application']);

/** @deprecated Import it from `websocket-proxy-constructs/cdk` or from `websocket-proxy-constructs/pulumi`. */
export const Compute = elsewhere('Compute', ['fargate']);

/** @deprecated Import it from `websocket-proxy-constructs/cdk` or from `websocket-proxy-constructs/pulumi`. */
export const Scaling = elsewhere('Scaling', ['fixed']);
