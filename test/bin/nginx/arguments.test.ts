import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ArgumentsError, parseArguments, type NginxArguments } from '../../../bin/nginx/arguments.ts';

describe("nginx's command line", () => {
  const lines: readonly (readonly [string, readonly string[], NginxArguments])[] = [
    ['nothing', [], {}],
    ['a prefix', ['-p', '/etc/nginx/'], { prefix: '/etc/nginx/' }],
    [
      'joined values',
      ['-p/srv', '-cnginx.conf', '-estderr'],
      { prefix: '/srv', confFile: 'nginx.conf', errorLog: 'stderr' },
    ],
    ['joined switches', ['-tq'], { test: true, quiet: true }],
    ['switches before a value', ['-tqc', 'a.conf'], { test: true, quiet: true, confFile: 'a.conf' }],
    ['switches before a joined value', ['-Tca.conf'], { test: true, dump: true, confFile: 'a.conf' }],
    ['a value like an option', ['-c', '-t'], { confFile: '-t' }],
    ['an empty value', ['-p', ''], { prefix: '' }],
    ['directives', ['-g', 'daemon off; pid a.pid;'], { globalDirectives: 'daemon off; pid a.pid;' }],
    ['the last of several', ['-c', 'a', '-c', 'b'], { confFile: 'b' }],
    ['signals', ['-s', 'reload'], { signal: 'reload' }],
    ['joined signals', ['-squit'], { signal: 'quit' }],
    ['the version', ['-v'], { showVersion: true }],
    ['the build', ['-V'], { showVersion: true, showConfigure: true }],
    ['help', ['-h'], { showVersion: true, showHelp: true }],
    ['help, asked otherwise', ['-?'], { showVersion: true, showHelp: true }],
    ['a lone dash', ['-'], {}],
  ];
  for (const [what, args, parsed] of lines) {
    test(what, () => {
      assert.deepEqual(parseArguments(args), parsed);
    });
  }

  const refused: readonly (readonly [readonly string[], string])[] = [
    [['start'], 'invalid option: "start"'],
    [['-x'], 'invalid option: "x"'],
    [['--help'], 'invalid option: "-"'],
    [['-tz'], 'invalid option: "z"'],
    [['-s', 'restart'], 'invalid option: "-s restart"'],
    [['-s'], 'option "-s" requires parameter'],
    [['-p'], 'option "-p" requires directory name'],
    [['-c'], 'option "-c" requires file name'],
    [['-te'], 'option "-e" requires file name'],
    [['-g'], 'option "-g" requires parameter'],
  ];
  for (const [args, message] of refused) {
    test(`refuses ${args.join(' ')}`, () => {
      assert.throws(() => parseArguments(args), new ArgumentsError(message));
    });
  }
});
