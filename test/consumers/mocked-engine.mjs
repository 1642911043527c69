/** Loaded into the process in which Pulumi's own runner runs a program: mocks in the engine's place. What was declared is printed. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { runtime } = createRequire(join(process.cwd(), 'index.js'))('@pulumi/pulumi');
const declared = [];
await runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    declared.push(type);
    return { id: `${name}-id`, state: { arn: `arn:aws:test:::${name}`, ...inputs } };
  },
  call: ({ inputs }) => ({ ...inputs, id: 'vpc-1', ids: ['subnet-1', 'subnet-2'], cidrBlock: '10.0.0.0/16' }),
});
runtime.getMonitor().signalAndWaitForShutdown ??= (_, callback) => callback(null, {});
process.on('exit', () => console.log(declared.join('\n')));
