import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput } from '../errors.ts'
import { LOOSE_LETTERS_MAX, likeParts } from './like-pattern.ts'

test('given wildcards side by side, when read, then they are as few as mean the same', () => {
  assert.deepEqual(likeParts('a%_%_%b'), [{ text: 'a' }, '_', '_', '%', { text: 'b' }])
  assert.deepEqual(likeParts('%%%'), ['%'])
  assert.deepEqual(likeParts(''), [])
})

test('given escapes, when read, then the letter behind is itself', () => {
  assert.deepEqual(likeParts('\\%\\_\\\\\\a\n'), [{ text: '%_\\a\n' }])
  for (const cut of ['a\\', '\\', '%\\\\\\'])
    assert.throws(() => likeParts(cut), invalidInput.matches, cut)
})

test('given a pattern that nothing matches fast, when read, then it is refused', () => {
  const within = `%${'a_'.repeat(LOOSE_LETTERS_MAX / 2)}`

  likeParts(within)
  likeParts(`${'_'.repeat(1000)}%`)
  likeParts('%a'.repeat(1000))
  assert.throws(() => likeParts(`${within}b`), invalidInput.matches)
  assert.throws(() => likeParts('%a_a'.repeat(500)), invalidInput.matches)
})
