import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';

const MESSAGES: Readonly<Record<string, string>> = {
  idleTimeout:
    'idleTimeout is 5000 s, but an Application Load Balancer allows 1 to 4000 s; stay within it and let either side ping in time, which keeps a socket open for as long as you like',
  time: `stopTimeout is '15 minuts', but takes seconds, or nginx's syntax; use 900, '900s', '15m' or '1h30m'`,
  promise:
    'deregistrationDelay is 7200 s, but a target group allows 0 to 3600 s; stay within it, and let clients connect again if their socket is closed by a deployment',
  memory:
    'compute.memoryLimitMiB is 512, but Fargate allows 1024 to 4096 MiB in steps of 1024 with cpu 512; use 1024 MiB, or use cpu 256 for 512 MiB',
  number: "compute.cpu is '256', but takes whole numbers; use 256",
  subnets:
    'publicSubnetIds has 1 subnet, but an Application Load Balancer needs two, in two Availability Zones; add one of another zone',
  subnet:
    'publicSubnetIds has 1 subnet, but an Application Load Balancer needs two, in two Availability Zones; add one of another zone',
  zone: 'publicSubnetIds has subnets in one Availability Zone, eu-central-1a, but an Application Load Balancer needs two; add one of another zone',
  zones:
    'loadBalancing.subnetIds has 3 subnets in 2 Availability Zones, but an Application Load Balancer takes one of each; leave out others, such as subnet-a2',
  ipv6: 'loadBalancing.ipAddressType gives the load balancer IPv6 addresses, but 1 of its 2 subnets in publicSubnetIds have no IPv6 range, such as subnet-a1, and an Application Load Balancer needs one in each; give the subnets an ipv6CidrBlock, or leave ipAddressType out',
  client:
    "loadBalancing.allowFrom[0] is 'office', which is no address range, prefix list or security group; write '192.0.2.0/24', '2001:db8::/32', 'pl-…' or 'sg-…'",
  url: "backends['/']: the backend URL 'ws://legacy' begins with ws, but a WebSocket starts as an HTTP request; write http://",
  path: `backends['~ ^/re'] "http://backend/path/" has a URI part, which a location by regular expression can't have; leave it out`,
  port: "backends['/']: the port of the service 'room' is 70000, but TCP allows 1 to 65535; use the port that its containers listen on",
  rule: "the services 'chat' and 'room' have the same port, 8080, and security group, sg-9, but EC2 takes one rule for it; leave out the securityGroupId of one of them",
  certificate:
    'certificate is in us-east-1, but a load balancer takes one of its own region only, eu-central-1; have one issued there',
  size: 'the task definition has N bytes, but ECS allows 65536 (64 KiB); use fewer backends, or a second proxy',
};

/** What only shows once outputs are known is refused then, in one line that nothing is put in front of: in a preview as in an update. */
for (const mode of ['preview', 'update']) {
  describe(`A${mode === 'update' ? 'n' : ''} ${mode} refuses by value of an output`, () => {
    const program = join(import.meta.dirname, 'refused-later.program.ts');
    const output = execFileSync(process.execPath, [...process.execArgv, program, mode], { encoding: 'utf8' });
    const shown = JSON.parse(output) as Record<string, string[]>;

    for (const [name, message] of Object.entries(MESSAGES)) {
      test(name, () => {
        const lines = shown[name]?.map((line) => line.replace(/has \d{5,} bytes/, 'has N bytes'));
        assert.deepEqual(lines, [`chat: ${message}`]);
      });
    }

    test('nothing else', () => {
      assert.deepEqual(Object.keys(shown).toSorted(), Object.keys(MESSAGES).toSorted());
    });
  });
}
