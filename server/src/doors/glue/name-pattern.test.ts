import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput } from './errors.ts'
import { namePattern } from './name-pattern.ts'

const NAMES = ['', 'a', 'ab', 'abc', 'trades', 'trades_2024', 'trades_2025', 'quotes', 'x.y', 'b-c']

test('given patterns, when names are matched, then as a whole, as by JavaScript', () => {
  const patterns = [
    ...['.*', 'a', 'a.*', 'trades_\\d{4}', 'trades_\\d{2,}', '[a-c]+', '[^a-c]*', '(a|ab)(c|bc)?'],
    ...['trades|quotes', '^trades.*$', 'x\\.y', '.*_202[45]', 'a?b?c?', '(?:ab)+c', '[\\w-]+', ''],
    ...['a{0,2}b', '(a|b|c){3}', '([a]*)*b', 'A.*', '[A-C]{2}', '[a]*?b', '[]a]'],
  ]
  for (const pattern of patterns) {
    const expected = new RegExp(`^(?:${pattern.replace('[]a]', '[\\]a]')})$`, 'i')
    const fits = namePattern(pattern)
    for (const name of NAMES) assert.equal(fits(name), expected.test(name), `${pattern}: ${name}`)
  }
})

test('given stars of Hive, when names are matched, then each is any text', () => {
  assert.ok(NAMES.every(namePattern('*')))
  assert.deepEqual(NAMES.filter(namePattern('trades*')), ['trades', 'trades_2024', 'trades_2025'])
  assert.deepEqual(NAMES.filter(namePattern('*_2024')), ['trades_2024'])
  assert.deepEqual(NAMES.filter(namePattern('t*5|*uo*')), ['trades_2025', 'quotes'])
})

test('given a pattern that makes others try for hours, when matched, then at once', () => {
  assert.equal(namePattern('(a+)+(a+)+b')('a'.repeat(255)), false)
  assert.equal(namePattern('(.*)*(.*)*(.*)*x')('y'.repeat(255)), false)
})

test('given what is no pattern, when it is read, then it is refused', () => {
  for (const wrong of [
    '(',
    ')',
    'a)',
    '[',
    '[a',
    '\\',
    '\\1',
    'a{999}{999}',
    '(((){999}){999}){999}',
    '('.repeat(3000),
    '+',
    '(?=a)',
    'a^b',
  ])
    assert.throws(() => namePattern(wrong), invalidInput.matches, wrong)
})
