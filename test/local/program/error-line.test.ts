import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findErrorLine } from '../../../lib/local/program/error-line.ts';

/** What programs write to stderr, and the line of it that says what is wrong. */
const OUTPUTS: Readonly<Record<string, readonly [output: string, errorLine: string | undefined]>> = {
  nothing: ['', undefined],
  'a last line of its own': ['starting\nstage is missing\n\n', 'stage is missing'],
  "Node's report of an error, after what the app itself wrote": [
    `Error: of yesterday, logged
    at earlier.js:1:1
file:///app/app.ts:3
  throw new ConfigProblem('no stage');
        ^

ConfigProblem: no stage
say -c stage=test
    at file:///app/app.ts:3:9
    at node:internal/modules/esm/loader:650:26 {
  code: 'E_STAGE',
  details: { a: 1 }
}

Node.js v26.10.0
`,
    'ConfigProblem: no stage',
  ],
  "CDK's report, with the construct": [
    `node:internal/modules/run_main:111
    triggerUncaughtException(
    ^

«StackAccountRegionNotSpecified» Cannot retrieve value from context provider vpc-provider
    ...Vpc2.fromLookup in aws-cdk-lib...
    at file:///app/app.ts:4 (file:///app/app.ts:4:1)
    ...node internals...
Relates to construct:
    <.> (aws-cdk-lib.App)
     └─ S (aws-cdk-lib.Stack)

Node.js v26.10.0
`,
    '«StackAccountRegionNotSpecified» Cannot retrieve value from context provider vpc-provider',
  ],
  "CDK's report as an app logs it": [
    `«InvalidName» Invalid name
    at file:///app/app.ts:4 (file:///app/app.ts:4:1)
Relates to construct:
    <.> (aws-cdk-lib.App)
     └─ S (aws-cdk-lib.Stack)
`,
    '«InvalidName» Invalid name',
  ],
  'a list of what is wrong, the first of it': [
    `/app/node_modules/aws-cdk-lib/core/lib/private/synthesis.js:2
  ${'x'.repeat(3000)}
     ^

[«ValidationFailedWithErrors» Validation failed with the following errors:
  [S] has no backend
  [S] has no VPC
    ...aws-cdk-lib, node internals...
    (no user code in 10 frames, use --stack-trace-limit to capture more)]

Node.js v26.10.0
`,
    '«ValidationFailedWithErrors» Validation failed with the following errors: [S] has no backend',
  ],
  'a syntax error, with its place': [
    `node:internal/modules/run_main:111
    triggerUncaughtException(
    ^

file:///app/app.ts:1
const x = ;
          ^

SyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: Expression expected
    at parseTypeScript (node:internal/modules/typescript:61:36)
`,
    'SyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: Expression expected (file:///app/app.ts:1)',
  ],
  'an error with causes, the last of them': [
    `node:internal/deps/undici/undici:14976
      Error.captureStackTrace(err);
            ^

TypeError: fetch failed
    at async <anonymous> (/app/app.ts:1:1) {
  [cause]: Error: no connection
      at node:internal/deps/undici/undici:9495:35 {
    [cause]: Error: bad port
        at makeNetworkError (node:internal/deps/undici/undici:9495:35) {
      code: 'E_PORT'
    }
  }
}
`,
    'TypeError: fetch failed (cause: Error: bad port)',
  ],
  'several errors in one': [
    `/app/app.ts:1
throw new AggregateError([], 'several');
      ^

AggregateError: several
    at file:///app/app.ts:1:7 {
  [errors]: [
    Error: one
        at file:///app/app.ts:1:27
  ]
}
`,
    'AggregateError: several',
  ],
  'something thrown that is no error': [
    `
node:internal/modules/run_main:111
    triggerUncaughtException(
    ^
the stage is missing
(Use \`node --trace-uncaught ...\` to show where the exception was thrown)

Node.js v26.10.0
`,
    'the stage is missing',
  ],
  "a type error of ts-node's": [
    `/app/node_modules/ts-node/src/index.ts:859
    return new TSError(diagnosticText, diagnosticCodes, diagnostics);
           ^
TSError: ⨯ Unable to compile TypeScript:
app.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.

    at createTSError (/app/node_modules/ts-node/src/index.ts:859:12) {
  diagnosticCodes: [ 2322 ]
}
`,
    "app.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.",
  ],
  "a syntax error of tsx's": [
    `node:internal/modules/run_main:123
    triggerUncaughtException(
    ^

Error: Transform failed with 1 error:
/app/app.ts:1:10: ERROR: Unexpected ";"
    at failureErrorWithLog (/app/node_modules/esbuild/lib/main.js:1752:15) {
  name: 'TransformError'
}
`,
    'Error: Transform failed with 1 error: /app/app.ts:1:10: ERROR: Unexpected ";"',
  ],
  "Python's report": [
    `Traceback (most recent call last):
  File "app.py", line 3, in <module>
    raise ValueError('no stage')
ValueError: no stage
`,
    'ValueError: no stage',
  ],
};

describe('findErrorLine finds', () => {
  for (const [name, [output, errorLine]] of Object.entries(OUTPUTS)) {
    test(name, () => {
      assert.equal(findErrorLine(output), errorLine);
      assert.equal(findErrorLine(output.replaceAll('\n', '\r\n')), errorLine);
    });
  }

  test("a compiler's error on stdout", () => {
    const stdout = "> tsc\n\napp.ts(1,7): error TS2322: Type 'string' is not assignable.\n  In a property.\n";
    const errorLine = "app.ts(1,7): error TS2322: Type 'string' is not assignable.";
    assert.equal(findErrorLine('npm warn something\n', stdout), errorLine);
    assert.equal(findErrorLine('Error: first\n    at x.js:1:1\n', stdout), 'Error: first');
    assert.equal(findErrorLine('stage is missing\n', 'synthesizing\n'), 'stage is missing');
  });
});
