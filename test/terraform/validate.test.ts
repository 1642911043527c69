import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Compute, LoadBalancing, RuntimeImage } from '../../lib/pulumi/index.ts';
import { skipUnless } from '../support/tools.ts';
import { everything, programOf, type ProxyArgs } from './cases.ts';
import { record } from './record.ts';
import { terraformType } from './schema.ts';
import { startTerraform, type Terraform } from './terraform.ts';
import { translate } from './translate.ts';

/** What the component gives and version 5.100.0 of the provider doesn't know, since Pulumi's is bridged from version 7: nothing. */
const NOT_IN_THIS_VERSION: readonly string[] = [];

const VALID: Readonly<Record<string, ProxyArgs>> = {
  http: () => ({}),
  https: ({ certificateArn }) => ({ certificateArn }),
  'https-only': ({ certificateArn }) => ({
    certificateArn,
    loadBalancing: LoadBalancing.application({ redirectHttp: false }),
  }),
  internal: () => ({ loadBalancing: LoadBalancing.application({ internetFacing: false }) }),
  public: () => ({ compute: Compute.fargate({ assignPublicIp: true }) }),
  everything,
  existing: ({ chatSecurityGroupId }) => ({
    clusterArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/main',
    logGroup: { name: 'main', arn: 'arn:aws:logs:us-east-1:123456789012:log-group:main' },
    loadBalancing: LoadBalancing.application({ securityGroupId: chatSecurityGroupId }),
    compute: Compute.fargate({ securityGroupIds: [chatSecurityGroupId, 'sg-0123456789abcdef0'] }),
  }),
  built: () => ({ image: RuntimeImage.fromDockerBuild() }),
  'longer-than-a-load-balancer-may-be-called': () => ({}),
};

describe(
  "Pulumi's WebSocketProxy, by the schema of the provider that Pulumi's is bridged from",
  {
    skip: skipUnless('terraform'),
  },
  () => {
    let terraform: Terraform;
    before(async () => {
      terraform = await startTerraform();
    });
    after(() => terraform[Symbol.asyncDispose]());

    async function check(
      proxies: Readonly<Record<string, ProxyArgs>>,
    ): Promise<Record<'foreign' | 'unknown' | 'problems', readonly string[]>> {
      const { recorded, foreign } = await record(terraform.schema, programOf(proxies));
      const { configuration, unknown } = translate(terraform.schema, recorded);
      return { foreign, unknown, problems: await terraform.validate(configuration) };
    }

    test(`valid: ${Object.keys(VALID).join(', ')}`, async () => {
      assert.deepEqual(await check(VALID), {
        // Of `built`: not the AWS provider's, so it can't be checked here.
        foreign: ['docker-build:index:Image'],
        unknown: NOT_IN_THIS_VERSION,
        problems: [],
      });
    });

    test('not valid: a number beyond the limit', async () => {
      const { problems } = await check({ late: () => ({ transform: { targetGroup: { deregistrationDelay: 7200 } } }) });
      assert.deepEqual(problems, [
        'aws_lb_target_group.late-tg: error: expected deregistration_delay to be at between (0) and (3600), got 7200',
      ]);
    });

    test('an argument that this version of the provider does not have is found', async () => {
      const { unknown } = await check({ edge: () => ({ transform: { cluster: { region: 'us-east-1' } } }) });
      assert.deepEqual(unknown, ['aws_ecs_cluster.region']);
    });

    test('a type that the provider does not have is found', () => {
      assert.throws(() => terraformType(terraform.schema.resource_schemas, 'aws:ecs/noSuch:NoSuch'), {
        message: 'aws:ecs/noSuch:NoSuch: the AWS provider has nothing of a name that follows from this one',
      });
    });
  },
);
