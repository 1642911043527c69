import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PlaceholderIssuer } from '../../../lib/local/pulumi/engine/placeholders.ts';
import { PlaceholderTable } from '../../../lib/local/pulumi/placeholders.ts';

const group = { type: 'aws:ec2/securityGroup:SecurityGroup', name: 'web' };

function reveal<T>({ issued }: PlaceholderIssuer, value: T, found?: Set<string>): T {
  return new PlaceholderTable(issued).reveal(value, found);
}

describe('Placeholders', () => {
  test('look like what they stand for', () => {
    const issuer = new PlaceholderIssuer('eu-central-1');
    const shapes: [string, string, RegExp][] = [
      [group.type, 'id', /^sg-[0-9a-f]+$/],
      [group.type, 'vpcId', /^vpc-[0-9a-f]+$/],
      [group.type, 'arn', /^arn:aws:ec2:eu-central-1:\d{12}:SecurityGroup\/\w+$/],
      ['aws:lb/loadBalancer:LoadBalancer', 'dnsName', /^[a-z][0-9a-z]+$/],
      ['docker-build:index:Image', 'digest', /^sha256:[0-9a-f]{64}$/],
      ['aws:apigatewayv2/api:Api', 'apiEndpoint', /^https:\/\/[a-z][0-9a-z]+$/],
      ['pulumi:pulumi:StackReference', 'publicSubnetIds[0]', /^subnet-[0-9a-f]+$/],
    ];
    for (const [type, property, shape] of shapes) {
      assert.match(issuer.value({ type, name: 'a' }, property), shape, property);
    }
  });

  test('are found in whatever was made of them, and nothing else is', () => {
    const issuer = new PlaceholderIssuer('us-east-1');
    const dns = issuer.value({ type: 'aws:lb/loadBalancer:LoadBalancer', name: 'edge' }, 'dnsName');
    const api = issuer.value({ type: 'aws:apigatewayv2/api:Api', name: 'api' }, 'apiEndpoint');
    const arn = issuer.value({ type: 'aws:lb/targetGroup:TargetGroup', name: 'tg' }, 'arn');
    const other = new PlaceholderIssuer('us-east-1').value(group, 'vpcId');
    const found = new Set<string>();
    const made = {
      url: `http://${dns}:8080`,
      ends: [`ff${dns}${dns}f`, 'fff', ''],
      host: new URL(api).host,
      json: JSON.stringify({ id: issuer.value(group, 'id') }),
      part: arn.split('/').at(-1),
      number: 7,
      none: [undefined, null],
      other,
    };
    assert.deepEqual(reveal(issuer, made, found), {
      url: 'http://<edge.dnsName>:8080',
      ends: ['ff<edge.dnsName><edge.dnsName>f', 'fff', ''],
      host: '<api.apiEndpoint>',
      json: '{"id":"<web.id>"}',
      part: '<tg.arn>',
      number: 7,
      none: [undefined, null],
      other,
    });
    assert.deepEqual([...found], ['<edge.dnsName>', '<api.apiEndpoint>', '<web.id>', '<tg.arn>']);
  });

  test('are the same whenever they are asked for, and others for another resource', () => {
    const value = (name: string): string => new PlaceholderIssuer('us-east-1').value({ ...group, name }, 'id');
    assert.equal(value('web'), value('web'));
    assert.notEqual(value('web'), value('chat'));
    const issuer = new PlaceholderIssuer('us-east-1');
    assert.equal(issuer.value(group, 'id'), issuer.value(group, 'id'));
    assert.equal(issuer.issued.length, 1);
  });

  test('have no character in their names that would end a JSON string', () => {
    const issuer = new PlaceholderIssuer('us-east-1');
    const text = JSON.stringify(JSON.stringify(issuer.value({ ...group, name: 'a"\\b' }, 'id')));
    assert.equal(JSON.parse(JSON.parse(reveal(issuer, text)) as string), '<a__b.id>');
  });
});
