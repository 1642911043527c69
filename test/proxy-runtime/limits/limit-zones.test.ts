import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../proxy-runtime/config/config-error.ts';
import type { LimitReq } from '../../../proxy-runtime/config/types.ts';
import { compileConnLimits, compileReqLimits } from '../../../proxy-runtime/limits/limit-settings.ts';
import { compileZones, LimitZones } from '../../../proxy-runtime/limits/limit-zones.ts';
import { parseRate } from '../../../proxy-runtime/config/values/rate.ts';
import type { FindVariable } from '../../../proxy-runtime/variables/template.ts';

const find: FindVariable = (name) => (name === 'host' || name === 'uri' ? (request) => request.host : undefined);

function zonesOf(key: string, size: string): LimitZones {
  return LimitZones.ofOneWorker(
    compileZones({ limitConnZone: { z: { key, size } }, limitReqZone: { z: { key, size, rate: '1r/s' } } }, find),
  );
}

describe('a zone', () => {
  const zone = { key: '$host', size: '1m' };
  const before = LimitZones.ofOneWorker(
    compileZones({ limitConnZone: { z: zone }, limitReqZone: { z: { ...zone, rate: '1r/s' } } }, find),
  );

  test('lives on over a reload, whatever its rate is now', () => {
    const settings = compileZones(
      { limitConnZone: { z: zone }, limitReqZone: { z: { ...zone, size: 1024 ** 2, rate: '5r/m' } } },
      find,
    );
    const after = LimitZones.ofOneWorker(settings, before);
    assert.equal(after.conn('z'), before.conn('z'));
    assert.equal(after.req('z'), before.req('z'));
  });

  test('starts anew with another key, size or name', () => {
    for (const [name, key, size] of [
      ['z', '$uri', '1m'],
      ['z', '$host', '2m'],
      ['y', '$host', '1m'],
    ] as const) {
      const settings = compileZones({ limitConnZone: { [name]: { key, size } } }, find);
      assert.notEqual(LimitZones.ofOneWorker(settings, before).conn(name), before.conn('z'));
    }
    assert.notEqual(zonesOf('$host', '1m').conn('z'), before.conn('z'));
  });
});

describe('a rate', () => {
  for (const [text, rate] of [
    ['10r/s', 10_000],
    ['1r/m', 16],
    ['30r/m', 500],
    ['7', 7000],
  ] as const)
    test(text, () => assert.equal(parseRate(text), rate));

  for (const text of ['0r/s', '0r/m', '', 'r/s', '1.5r/s', '-1r/s', '1r/h', '10 r/s', `${'9'.repeat(20)}r/s`])
    test(`${JSON.stringify(text)} is none`, () => {
      assert.throws(() => parseRate(text), {
        name: 'ConfigError',
        message: `${JSON.stringify(text)} is no rate of 1r/m or more; write nginx's syntax: '10r/s', '30r/m'`,
      });
    });
});

describe('what is wrong with limits', () => {
  const settings = compileZones(
    {
      limitConnZone: { c: { key: '$host', size: '1m' } },
      limitReqZone: { r: { key: '$host', size: '1m', rate: '1' } },
    },
    find,
  );
  const req =
    (...limits: LimitReq[]) =>
    () =>
      compileReqLimits(limits, settings);
  const conn = (limits: Record<string, number>) => () => compileConnLimits(limits, settings);
  const zone = (change: object) => () =>
    compileZones({ limitReqZone: { z: { key: '$host', size: '1m', rate: '1r/s', ...change } } }, find);

  const complaints: readonly (readonly [() => unknown, string])[] = [
    [req({ zone: 'x' }), '[0].zone: there is no zone "x"; declare it in limitReqZone, or name another'],
    [req({ zone: 'c' }), '[0].zone: there is no zone "c"; declare it in limitReqZone, or name another'],
    [req({ zone: 'r' }, { zone: 'r' }), '[1]: zone "r" is there twice; leave one out'],
    [req({ zone: 'r', nodelay: true, delay: 1 }), '[0]: has both nodelay and delay; leave one out'],
    [req({ zone: 'r', burst: -1 }), '[0].burst: is -1, but must be a whole number of requests'],
    [req({ zone: 'r', delay: 0.5 }), '[0].delay: is 0.5, but must be a whole number of requests'],
    [conn({ r: 1 }), 'r: there is no zone "r"; declare it in limitConnZone, or name another'],
    [conn({ c: 0 }), 'c: is 0, but nginx counts 1 to 65535 open requests of a key'],
    [conn({ c: 65_536 }), 'c: is 65536, but nginx counts 1 to 65535 open requests of a key'],
    [zone({ size: '31k' }), `limitReqZone.z.size: 31744 bytes are too small for a zone; nginx's least is 32k`],
    [
      zone({ rate: 'fast' }),
      `limitReqZone.z.rate: "fast" is no rate of 1r/m or more; write nginx's syntax: '10r/s', '30r/m'`,
    ],
  ];
  for (const [compile, message] of complaints)
    test(message, () =>
      assert.throws(compile, (error: unknown) => {
        assert.ok(error instanceof ConfigError);
        assert.equal(error.message, message);
        return true;
      }),
    );

  test('a key of a variable that does not exist', () => {
    assert.throws(zone({ key: '$nope' }), /^ConfigError: limitReqZone\.z\.key: there is no variable \$nope/);
  });
});
