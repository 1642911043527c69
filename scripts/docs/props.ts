import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { commentOf } from './documented.ts';
import { code, table } from './markdown.ts';

const LIB = join(import.meta.dirname, '../../lib');

/** One table: where it is given, and the file and the interface of both front ends. */
type Section = readonly [
  given: string,
  cdk: readonly [file: string, type: string],
  pulumi: readonly [file: string, type: string],
];

const SECTIONS: readonly Section[] = [
  [
    'new WebSocketProxy()',
    ['cdk/websocket-proxy-props', 'WebSocketProxyProps'],
    ['pulumi/websocket-proxy-args', 'WebSocketProxyArgs'],
  ],
  [
    'LoadBalancing.application()',
    ['cdk/load-balancing/application', 'ApplicationLoadBalancingProps'],
    ['pulumi/load-balancing/application', 'ApplicationLoadBalancingArgs'],
  ],
  [
    'Compute.fargate()',
    ['cdk/compute/fargate', 'FargateComputeProps'],
    ['pulumi/compute/fargate', 'FargateComputeArgs'],
  ],
  [
    'RuntimeImage.onNodeImage()',
    ['cdk/images/node-image', 'NodeImageOptions'],
    ['pulumi/images/node-image', 'NodeImageOptions'],
  ],
];

/** The page of all props and arguments, from the comments above them in the interfaces that programs compile with. */
export function propsPage(): string {
  return [
    `# Props and arguments

All that \`new WebSocketProxy()\` takes, in CDK and in Pulumi, and what the factories of its value classes take. What a location of a backend takes besides are nginx's
[directives](directives.md); what follows from \`idleTimeout\` is in [Timeouts](timeouts.md).

Programs in other languages have Pulumi's arguments from the package's schema: \`loadBalancing: { application: { … } }\`, \`compute: { fargate: { … } }\` and
\`scaling: { fixed: { desiredCount } }\` where TypeScript has factories, and a backend's \`url\` or \`service\` beside its directives:

\`\`\`yaml
backends:
  /chat/: { service: chat, proxyReadTimeout: 30s }
  /: { url: http://legacy.internal:8080 }
services:
  chat: { port: 8080, securityGroupId: \${chatTasks.id} }
\`\`\``,
    ...SECTIONS.map(section),
  ].join('\n\n');
}

function section([given, cdk, pulumi]: Section): string {
  return [`## ${code(given)}`, '### In CDK', rowsOf(...cdk), '### In Pulumi', rowsOf(...pulumi)].join('\n\n');
}

function rowsOf(file: string, type: string): string {
  const path = join(LIB, `${file}.ts`);
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = source.statements.find((each) => ts.isInterfaceDeclaration(each) && each.name.text === type);
  if (found === undefined || !ts.isInterfaceDeclaration(found)) throw new Error(`${file}.ts has no ${type}`);
  const rows = found.members.filter(ts.isPropertySignature).map((member) => {
    const name = member.name.getText(source);
    const { text, byDefault } = commentOf(member);
    if (text === '') throw new Error(`${type}.${name} has no comment; say what it does`);
    if (byDefault === undefined && member.questionToken !== undefined && !UNDEFAULTED.has(name)) {
      throw new Error(`${type}.${name} has no @default; say what holds without it`);
    }
    const without = member.questionToken === undefined ? '**required**' : shown(byDefault);
    return [code(name), code(member.type?.getText(source).replaceAll(/\s+/g, ' ') ?? ''), without, text];
  });
  return table(['name', 'type', 'default', 'what it is'], rows);
}

/** Those whose comment says when they are needed. */
const UNDEFAULTED: ReadonlySet<string> = new Set(['publicSubnetIds', 'privateSubnetIds', 'transform']);

function shown(byDefault = 'none'): string {
  return byDefault.startsWith('- ') ? byDefault.slice(2) : byDefault === 'none' ? byDefault : code(byDefault);
}
