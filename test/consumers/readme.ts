import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/tools.ts';
import type { Files } from './projects.ts';

/** README's examples, which are what everybody tries first. */
export function readmeExamples(): { readonly cdk: string; readonly pulumi: string } {
  const blocks = readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```ts\n(.*?)```/gs);
  const [cdk, pulumi] = [...blocks].map(([, code]) => code);
  if (cdk === undefined || pulumi === undefined) throw new Error('README has lost an example');
  return { cdk, pulumi };
}

/** README's example for CDK as a test, for a runner in which `it` is what makes one. */
export function cdkTest(it: string): string {
  return `${readmeExamples().cdk}
import { Match, Template } from 'aws-cdk-lib/assertions';

${it}('no socket is cut for 15 minutes', () => {
  Template.fromStack(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    LoadBalancerAttributes: Match.arrayWith([{ Key: 'idle_timeout.timeout_seconds', Value: '900' }]),
  });
});
`;
}

/** README's example for CDK as JavaScript of both kinds, and a program that has all entries in both ways. */
export function bothModules(): Files {
  const { cdk } = readmeExamples();
  const printed = `
const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::ElasticLoadBalancingV2::LoadBalancer'));
console.log(resource.Properties.LoadBalancerAttributes.find(({ Key }) => Key === 'idle_timeout.timeout_seconds').Value);
`;
  return {
    'explained.mjs': cdk,
    'import.mjs': `import { Template } from 'aws-cdk-lib/assertions';\n${cdk}${printed}`,
    'require.cjs':
      `const { Template } = require('aws-cdk-lib/assertions');\n` +
      cdk.replace(/^import (.*) from (.*);$/gm, 'const $1 = require($2);') +
      printed,
    'twice.mjs': `
      import assert from 'node:assert';
      import { createRequire } from 'node:module';
      for (const entry of ['', '/cdk', '/pulumi']) {
        const imported = await import('websocket-proxy-constructs' + entry);
        const required = createRequire(import.meta.url)('websocket-proxy-constructs' + entry);
        assert.ok(Object.keys(required).length > 5);
        for (const name of Object.keys(required)) assert.equal(imported[name], required[name], name);
      }
      console.log('each once');`,
  };
}
