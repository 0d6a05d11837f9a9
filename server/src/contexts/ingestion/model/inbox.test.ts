import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyInside, prefixInside } from './inbox.ts'

test('given paths as clients write them, when read, then they stay inside', () => {
  const inside = {
    '/': '',
    '.': '',
    '..': '',
    '../../x': 'x',
    '/a/../../b': 'b',
    'a//b/./c/': 'a/b/c',
    'a\\..\\b': 'a\\..\\b',
    '%2e%2e/x': '%2e%2e/x',
    '～/ü': '～/ü',
  }

  for (const [path, key] of Object.entries(inside)) assert.equal(keyInside(path), key, path)
  for (const path of ['a\nb', 'a\0b', '\u007f', 'x'.repeat(901), '\ud800'])
    assert.equal(keyInside(path), undefined)
})

test('given directories of feeds, when read, then those outside are none', () => {
  const inside = { '.': '', '/': '', '': '', out: 'out/', '/a/b/': 'a/b/', 'a/../b': 'b/' }

  for (const [path, prefix] of Object.entries(inside)) assert.equal(prefixInside(path), prefix)
  for (const path of ['..', '../x', 'a/../../x', './..'])
    assert.equal(prefixInside(path), undefined, path)
})
