import { Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import {
  backendWarnings,
  checkLocation,
  checkProxyConfig,
  checkUpstream,
  liftNginxConf,
  localBackendProblem,
  PlanError,
  proxyConfig,
  replaceServers,
  upstreamWarnings,
  type BackendTarget,
  type EarlyPlan,
  type LiftedConfig,
  type ParsedNginxConf,
  type PlanWarning,
} from '../../plan/index.ts';
import type { ProxyConfig } from '../../../proxy-runtime/config/index.ts';
import { hasSecret, knownPart, StandIns, toJson } from '../tokens/tokens.ts';

const SECRET =
  'a secret is in the configuration, where everybody who may see the task definition could read it; let the client or the backend send it';

/** What the configuration is given to. */
interface Task {
  readonly taskDefinition: IConstruct;
  readonly container: IConstruct;
}

/** What a proxy's container is told to do: its backends, and where they stand in its `nginxConf`. Texts and numbers in it may be tokens. */
export class ProxyConfiguration {
  /** What `nginxConf` became; undefined without. */
  readonly lifted: LiftedConfig | undefined;

  readonly #plan: EarlyPlan;
  readonly #targets = new Map<string, BackendTarget>();

  /**
   * @param upstreams - those of `nginxConf` that have backends
   * @throws PlanError
   */
  constructor(plan: EarlyPlan, nginxConf: ParsedNginxConf | undefined, upstreams: readonly string[]) {
    this.#plan = plan;
    this.lifted = nginxConf && lift(plan, nginxConf, upstreams);
  }

  /** @throws PlanError for a location, or an upstream, that can't have a backend */
  checkFree(location: string): void {
    if (Token.isUnresolved(location)) {
      throw new PlanError(
        'WSPROXY_KNOWN_LATE',
        `backends['${location}'] is known to the deployment only, but locations decide which one a request is for; write it as text`,
      );
    }
    if (this.#targets.has(location)) {
      throw new PlanError(
        'WSPROXY_LOCATION',
        `backends['${location}'] is there already; use another location, or leave one out`,
      );
    }
    if (this.lifted) checkUpstream(this.lifted.config, location);
  }

  /** @returns what to warn of. @throws PlanError */
  add(location: string, target: BackendTarget): readonly PlanWarning[] {
    if (this.lifted) checkUpstream(this.lifted.config, location, target);
    else checkLocation(location, target, knownPart);
    this.#targets.set(location, target);
    return this.lifted
      ? upstreamWarnings(this.lifted.placed, location, target)
      : backendWarnings(this.#plan, location, knownTimes(target));
  }

  /** The configuration as the container is given it. */
  json(proxy: Construct): string {
    return toJson(proxy, this.#config());
  }

  /** What only shows when all is there: one line each. */
  problems(proxy: Construct, { taskDefinition, container }: Task): string[] {
    if (this.#targets.size === 0 && !this.lifted)
      return ["has no backend; give it backends, or call addBackend('/', Backend.url(…))"];
    const local = localBackendProblem(
      Object.fromEntries(this.#targets),
      this.#plan.container,
      taskDefinition.node.children.some((child) => 'portMappings' in child && child !== container),
      'or add one by taskDefinition.addContainer()',
    );
    if (local !== undefined) return [local];
    try {
      checkProxyConfig(knownPart(this.#config()));
      return hasSecret(proxy, this.#config()) ? [SECRET] : [];
    } catch (error) {
      if (error instanceof PlanError) return [error.message];
      throw error;
    }
  }

  #config(): ProxyConfig {
    const targets = Object.fromEntries(this.#targets);
    return this.lifted ? replaceServers(this.lifted.config, targets) : proxyConfig(this.#plan, targets, knownPart);
  }
}

function lift(plan: EarlyPlan, { config, notices }: ParsedNginxConf, upstreams: readonly string[]): LiftedConfig {
  const tokens = new StandIns();
  try {
    return withoutUnknownTimes(tokens.show(liftNginxConf(plan, { config: tokens.hide(config), notices }, upstreams)));
  } catch (error) {
    throw error instanceof PlanError ? new PlanError(error.code, tokens.show(error.message), { cause: error }) : error;
  }
}

/** A time that is a token is neither longer than the load balancer's nor shorter. */
const UNKNOWN_TIME = / is \$\{Token\[[^\]]*\]\} s, /;

function withoutUnknownTimes(lifted: LiftedConfig): LiftedConfig {
  return {
    ...lifted,
    notices: lifted.notices.filter((text) => !UNKNOWN_TIME.test(text)),
    warnings: lifted.warnings.filter(({ text }) => !UNKNOWN_TIME.test(text)),
  };
}

/** What is warned of follows from numbers, which a token has none for. */
function knownTimes(target: BackendTarget): BackendTarget {
  const { directives = {} } = target;
  const known = Object.entries(directives).filter(
    ([, value]) => typeof value !== 'number' || !Token.isUnresolved(value),
  );
  return {
    ...target,
    directives: Object.fromEntries(
      known.filter(([, value]) => typeof value !== 'string' || !Token.isUnresolved(value)),
    ),
  };
}
