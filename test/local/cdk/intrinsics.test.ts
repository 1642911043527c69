import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { IntrinsicResolver } from '../../../lib/local/cdk/intrinsics.ts';
import { parseTemplate, type Template } from '../../../lib/local/cdk/template.ts';

const names = { stack: 'Prod/Chat', stackName: 'Prod-Chat' };

const shared = parseTemplate(
  {
    Resources: { Group: { Type: 'AWS::X::Group', Metadata: { 'aws:cdk:path': 'Shared/Group/Resource' } } },
    Outputs: {
      Exported: { Value: { Ref: 'Group' }, Export: { Name: 'Shared:Group' } },
      Read: { Value: { 'Fn::GetAtt': ['Group', 'Arn'] } },
      Url: { Value: 'http://shared' },
    },
  },
  { stack: 'Shared', stackName: 'Shared' },
);

const chat = parseTemplate(
  {
    Parameters: { Stage: { Default: 'test' }, Secret: { Type: 'String' } },
    Mappings: { Sizes: { small: { cpu: 256 } } },
    Resources: {
      Registry: { Type: 'AWS::X::Service', Metadata: { 'aws:cdk:path': 'Prod/Chat/Chat/CloudmapService/Resource' } },
      Named: { Type: 'AWS::ServiceDiscovery::Service', Properties: { Name: 'chat' } },
      Role: { Type: 'AWS::X::Role', Properties: { Name: 'chat' } },
      Inner: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { Parameters: { Passed: { Ref: 'Registry' } } },
        Metadata: { 'aws:asset:path': 'inner.json' },
      },
    },
  },
  names,
);

const inner: Template = parseTemplate(
  { Parameters: { Passed: { Type: 'String' } }, Resources: {}, Outputs: { Port: { Value: 8080 } } },
  { stack: 'Prod/Chat/Inner', stackName: 'Inner' },
  chat.resources.get('Inner'),
);

const resolver = new IntrinsicResolver([shared, chat, inner]);

function plain(value: unknown, template = chat): unknown {
  return resolver.plain(value, template);
}

describe('IntrinsicResolver.plain', () => {
  const cases: [string, unknown, unknown][] = [
    ['a literal', { a: [1, 'b', true, null] }, { a: [1, 'b', true, null] }],
    ['Ref of a resource', { Ref: 'Registry' }, '<Chat/CloudmapService>'],
    ['Ref of a resource without a path', { Ref: 'Named' }, '<Named>'],
    ['Ref of a parameter with a default', { Ref: 'Stage' }, 'test'],
    ['Ref of a parameter without one', { Ref: 'Secret' }, '<Secret>'],
    ['a pseudo parameter of the deployment', { Ref: 'AWS::Region' }, '<AWS::Region>'],
    ['a pseudo parameter of all commercial regions', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [
      'AWS::NoValue in an object and a list',
      { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] },
      { b: [1] },
    ],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Registry', 'Name'] }, '<Chat/CloudmapService.Name>'],
    ['Fn::GetAtt as a string', { 'Fn::GetAtt': 'Registry.Arn' }, '<Chat/CloudmapService.Arn>'],
    ['Fn::GetAtt of a name that is given', { 'Fn::GetAtt': ['Named', 'Name'] }, 'chat'],
    ['Fn::GetAtt of an attribute that is no property', { 'Fn::GetAtt': ['Role', 'Name'] }, '<Role.Name>'],
    ['Fn::Join', { 'Fn::Join': [':', ['a', { 'Fn::GetAtt': ['Named', 'Name'] }, 8080]] }, 'a:chat:8080'],
    ['Fn::Sub', { 'Fn::Sub': '${Named.Name}.${Stage}.${!Literal}' }, 'chat.test.${Literal}'],
    ['Fn::Sub with values', { 'Fn::Sub': ['${Own}/${Stage}', { Own: { Ref: 'Secret' } }] }, '<Secret>/test'],
    ['Fn::ImportValue of what is no resource', { 'Fn::ImportValue': 'Other:Url' }, '<Other:Url>'],
    ['Fn::ImportValue of an output', { 'Fn::ImportValue': { 'Fn::Join': ['', ['Shared', ':Group']] } }, '<Group>'],
    ['Fn::GetStackOutput', { 'Fn::GetStackOutput': { StackName: 'Shared', OutputName: 'Url' } }, 'http://shared'],
    [
      'Fn::GetStackOutput by ARN',
      { 'Fn::GetStackOutput': { StackName: 'arn:aws:cloudformation:x:1:stack/Shared/*', OutputName: 'Read' } },
      '<Group.Arn>',
    ],
    ['Fn::Select', { 'Fn::Select': [1, ['a', { Ref: 'Stage' }]] }, 'test'],
    ['Fn::Select of Fn::Split', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'http:/host/path'] }] }, 'host'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'cpu'] }, '256'],
    ['an output of a nested stack', { 'Fn::GetAtt': ['Inner', 'Outputs.Port'] }, '8080'],
    ['a function that needs AWS', { 'Fn::GetAZs': '' }, '<Fn::GetAZs>'],
  ];
  for (const [what, value, expected] of cases) {
    test(what, () => {
      assert.deepEqual(plain(value), expected);
    });
  }

  test('keeps the placeholders of what is not known, and none of what is', () => {
    const own = new IntrinsicResolver([shared, chat, inner]);
    const texts = own.plain(
      [{ 'Fn::Join': ['"', [{ Ref: 'Stage' }, { Ref: 'Secret' }]] }, { 'Fn::ImportValue': 'a"\\b' }, '<Stage>'],
      chat,
    ) as string[];
    assert.deepEqual(texts, ['test"<Secret>', '<a__b>', '<Stage>']);
    assert.deepEqual(own.placeholdersIn(texts), ['<Secret>', '<a__b>']);
    assert.deepEqual(own.placeholdersIn(texts.slice(1)), ['<a__b>']);
  });

  test('a parameter that the parent of a nested stack passes', () => {
    assert.equal(plain({ Ref: 'Passed' }, inner), '<Chat/CloudmapService>');
  });
});

describe('IntrinsicResolver.resource', () => {
  const group = shared.resources.get('Group');
  const registry = chat.resources.get('Registry');

  test('follows Ref, exports, stack outputs and parameters', () => {
    assert.equal(resolver.resource({ Ref: 'Registry' }, chat), registry);
    assert.equal(resolver.resource({ 'Fn::ImportValue': 'Shared:Group' }, chat), group);
    assert.equal(resolver.resource({ 'Fn::GetStackOutput': { StackName: 'Shared', OutputName: 'Read' } }, chat), group);
    assert.equal(resolver.resource({ Ref: 'Passed' }, inner), registry);
  });

  test('is undefined for a literal and for what is elsewhere', () => {
    assert.equal(resolver.resource('arn:aws:x', chat), undefined);
    assert.equal(resolver.resource({ Ref: 'Secret' }, chat), undefined);
  });
});
