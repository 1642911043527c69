import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everyLocation, mapLocations } from '../../../proxy-runtime/config/index.ts';

const LOCATIONS = {
  '/': { proxyPass: 'http://a', locations: { '/b/': { locations: { '/b/c/': { proxyPass: 'http://c' } } } } },
  '@d': { proxyPass: 'http://d' },
};

test('Every location comes before those within it, with the locations around it', () => {
  const found = everyLocation(LOCATIONS).map(({ key, outer }) => [...outer.map((each) => each.key), key].join(' '));
  assert.deepEqual(found, ['/', '/ /b/', '/ /b/ /b/c/', '@d']);
  assert.deepEqual(everyLocation(undefined), []);
});

test('Locations are changed at every depth, in their order', () => {
  const changed = mapLocations(LOCATIONS, (location, key) => ({ ...location, root: key }) as typeof location);
  assert.deepEqual(
    everyLocation(changed).map(({ key, location }) => [key, 'root' in location && location.root]),
    ['/', '/b/', '/b/c/', '@d'].map((key) => [key, key]),
  );
  assert.deepEqual(Object.keys(changed), Object.keys(LOCATIONS));
});
