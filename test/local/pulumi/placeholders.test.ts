import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Placeholders } from '../../../lib/local/pulumi/engine/placeholders.ts';

const group = { type: 'aws:ec2/securityGroup:SecurityGroup', name: 'web' };

describe('Placeholders', () => {
  test('look like what they stand for', () => {
    const placeholders = new Placeholders('eu-central-1');
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
      assert.match(placeholders.value({ type, name: 'a' }, property), shape, property);
    }
  });

  test('are told apart in whatever was made of them', () => {
    const placeholders = new Placeholders('us-east-1');
    const dns = placeholders.value({ type: 'aws:lb/loadBalancer:LoadBalancer', name: 'edge' }, 'dnsName');
    const api = placeholders.value({ type: 'aws:apigatewayv2/api:Api', name: 'api' }, 'apiEndpoint');
    const text = JSON.stringify([
      `http://${dns}:8080`,
      new URL(api).host,
      placeholders.value(group, 'id'),
      'f0123456789abcde',
    ]);
    assert.equal(
      placeholders.reveal(text),
      '["http://<edge.dnsName>:8080","<api.apiEndpoint>","<web.id>","f0123456789abcde"]',
    );
  });

  test('are the same whenever they are asked for, and others for another resource', () => {
    const value = (name: string): string => new Placeholders('us-east-1').value({ ...group, name }, 'id');
    assert.equal(value('web'), value('web'));
    assert.notEqual(value('web'), value('chat'));
  });

  test('have no character in their names that would end a JSON string', () => {
    const placeholders = new Placeholders('us-east-1');
    const text = JSON.stringify(JSON.stringify(placeholders.value({ ...group, name: 'a"\\b' }, 'id')));
    assert.equal(JSON.parse(JSON.parse(placeholders.reveal(text)) as string), '<a__b.id>');
  });
});
