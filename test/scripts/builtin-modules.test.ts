import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutImportsOfBuiltins } from '../../scripts/builtin-modules.ts';

test("a bundle asks for Node's own modules", () => {
  assert.equal(
    withoutImportsOfBuiltins('import{a as b,c}from"node:fs/promises";b(c);var x=import.meta.url,y=await import("z");'),
    'var{a:b,c}=process.getBuiltinModule("node:fs/promises");b(c);var x=import.meta.url,y=await import("z");',
  );
});

for (const left of ['import a from"node:fs"', 'import*as a from"node:fs"'])
  test(`${left} is refused`, () => {
    assert.throws(() => withoutImportsOfBuiltins(`var b;${left};`), {
      message: `the bundle has ${left}; import names from Node's own modules, one by one`,
    });
  });
